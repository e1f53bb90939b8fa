import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { fileURLToPath } from 'node:url'
import type { ProxyOptions } from 'vite'
import { defineConfig } from 'vitest/config'

/** `npm run dev` talks to a running `omniimage serve`: its URL and token come by the environment. */
function proxyToStudio(): Record<string, ProxyOptions> {
  const target = process.env.OMNIIMAGE_DEV_URL
  if (!target) return {}
  const to: ProxyOptions = {
    target,
    changeOrigin: true,
    headers: { authorization: `Bearer ${process.env.OMNIIMAGE_DEV_TOKEN ?? ''}` },
    configure: (proxy) => {
      proxy.on('proxyReq', (request) => {
        for (const name of ['origin', 'referer', 'cookie', 'sec-fetch-site']) request.removeHeader(name)
      })
    },
  }
  return Object.fromEntries(['/api', '/events', '/media', '/uploads'].map((path) => [path, to]))
}

interface Modules {
  getModuleInfo: (id: string) => { importedIds: readonly string[] } | null
}

/** Whether a module is `root`, a path in this folder, or comes with it. */
function comesWith(root: string): (id: string, modules: Modules) => boolean {
  const start = fileURLToPath(new URL(root, import.meta.url))
  let all: Set<string> | undefined
  return (id, modules) => {
    all ??= reach(start, modules)
    return all.has(id)
  }
}

function reach(start: string, modules: Modules, seen = new Set<string>()): Set<string> {
  if (seen.has(start)) return seen
  seen.add(start)
  for (const id of modules.getModuleInfo(start)?.importedIds ?? []) reach(id, modules, seen)
  return seen
}

const isFirst = comesWith('./src/first-screen.ts')
const isStudio = comesWith('./src/studio.tsx')

/** What the first screen is drawn by is one file: a browser fetches six at a time, and each of many small ones waits its turn. */
function chunkOf(id: string, modules: Modules): string | null {
  // What fetches the others must come with none of them.
  if (id.includes('vite/preload-helper')) return 'preload'
  if (isFirst(id, modules)) return 'first-screen'
  return isStudio(id, modules) ? 'studio' : null
}

export default defineConfig({
  plugins: [react(), tailwindcss()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: { host: '127.0.0.1', proxy: proxyToStudio() },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    license: { fileName: 'licences.json' },
    reportCompressedSize: true,
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: chunkOf }] } } },
  },
  test: {
    environment: 'jsdom',
    setupFiles: ['./vitest.setup.ts'],
    include: ['src/**/*.test.{ts,tsx}'],
    css: false,
    pool: 'threads',
    maxWorkers: 2,
    testTimeout: 40_000,
  },
})
