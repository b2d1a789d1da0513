// Tools that build and test a project. They run its code, so they need approval, unless their machine confines them.
import type { PresetCommand } from '#contract/types/approvals.ts';
import { isListed, wordSet } from './programs.ts';

/** Tools that only build, check, and test. */
const TOOLS = wordSet(`
  make gmake ninja cmake ctest meson tsc eslint prettier biome oxlint oxfmt stylelint vitest jest mocha ava tap jasmine karma
  vite rollup webpack esbuild tsup swc babel turbo nx pytest tox nox ruff mypy pyright flake8 black isort rustc rustfmt
  gofmt golangci-lint gradle mvn gradlew sbt dotnet rspec rake rubocop phpunit phpstan swiftc zig
`);

const SUBCOMMANDS: Readonly<Record<string, ReadonlySet<string>>> = {
  npm: wordSet('test t tst run run-script start'),
  yarn: wordSet('test run build lint start'),
  pnpm: wordSet('test t run run-script start build lint'),
  bun: wordSet('test run'),
  cargo: wordSet('build check clippy test bench doc fmt run tree metadata'),
  go: wordSet('build test vet run fmt list'),
  deno: wordSet('test check lint fmt'),
  swift: wordSet('build test'),
  mix: wordSet('test compile format'),
};

/** Options that may stand before a subcommand, because they only make it print less. */
const QUIET = wordSet('-s -q --silent --quiet');

/** Interpreters with a script of the project. */
const INTERPRETERS = wordSet('node python python3 ruby');
const MODULES = wordSet('pytest unittest mypy compileall ruff black flake8 build');

/** The tools, as people see them. */
export function listConfinedTools(): readonly PresetCommand[] {
  const commands = [
    ...TOOLS,
    ...Object.entries(SUBCOMMANDS).flatMap(([program, names]) => [...names].map((name) => `${program} ${name}`)),
    'npx <tool of this list>',
    ...[...INTERPRETERS].map((name) => `${name} <script>`),
    'node --test',
    ...[...MODULES].flatMap((name) => [`python -m ${name}`, `python3 -m ${name}`]),
  ];
  return commands.map((command) => ({ command, options: [], operands: 'any' }));
}

/** Whether a command builds, checks, or tests the project. */
export function isConfinedTool(words: readonly string[]): boolean {
  const [program = '', ...rest] = words;
  const [first = '', second = ''] =
    QUIET.has(rest[0] ?? '') && Object.hasOwn(SUBCOMMANDS, program) ? rest.slice(1) : rest;
  if (TOOLS.has(program) || isListed(SUBCOMMANDS, program, first)) return true;
  if (program === 'npx') return TOOLS.has(first);
  if (!INTERPRETERS.has(program)) return false;
  if (first === '-m') return MODULES.has(second);
  return first === '--test' || (first !== '' && !first.startsWith('-'));
}
