/** The shell's outline, as in index.html, until the engine has answered. */
export function FirstPaint() {
  return (
    <div className="first-paint" aria-hidden>
      <div className="first-paint-top" />
      <div className="first-paint-rail" />
    </div>
  )
}
