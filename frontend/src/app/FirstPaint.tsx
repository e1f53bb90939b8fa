/** The shell's outline, as in index.html, until the engine has answered. */
export function FirstPaint() {
  return (
    <div className="first-paint" aria-hidden>
      <div className="first-paint-top">OmniImage Studio</div>
      <div className="first-paint-rail" />
    </div>
  )
}
