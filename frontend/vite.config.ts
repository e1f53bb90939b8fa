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

export default defineConfig({
  plugins: [react(), tailwindcss()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: { host: '127.0.0.1', proxy: proxyToStudio() },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
  },
  test: {
    environment: 'jsdom',
    setupFiles: ['./vitest.setup.ts'],
    include: ['src/**/*.test.{ts,tsx}'],
    css: false,
    pool: 'threads',
    maxWorkers: 2,
    testTimeout: 20_000,
  },
})
