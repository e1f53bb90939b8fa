import { readdirSync } from 'node:fs'
import hooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

const features = readdirSync('src/features', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)

/** Imports go downward only: app → features → shared → bridge. */
function floor(files, forbidden) {
  const patterns = forbidden.flatMap((room) => [`@/${room}`, `@/${room}/**`, `**/../${room}/**`])
  const message = 'Imports go downward only: app → features → shared → bridge; features never import each other.'
  return { files, rules: { 'no-restricted-imports': ['error', { patterns: [{ group: patterns, message }] }] } }
}

export default tseslint.config(
  { ignores: ['dist', 'src/bridge/contract.ts'] },
  ...tseslint.configs.strictTypeChecked.map((config) => ({ ...config, files: ['src/**/*.{ts,tsx}'] })),
  {
    files: ['src/**/*.{ts,tsx}'],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
    },
  },
  { ...hooks.configs.flat['recommended-latest'], files: ['src/**/*.{ts,tsx}'] },
  floor(['src/bridge/**'], ['app', 'features', 'shared', 'i18n']),
  floor(['src/i18n/**'], ['app', 'features', 'shared']),
  floor(['src/shared/**'], ['app', 'features']),
  ...features.map((name) =>
    floor(
      [`src/features/${name}/**`],
      ['app', ...features.filter((other) => other !== name).map((other) => `features/${other}`)],
    ),
  ),
)
