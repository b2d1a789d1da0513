// The files that an approval is bound to, for lines that name them only indirectly. Proves: AP-1
import { expect, it } from 'vitest';
import { createMemoryMachine } from '#tests/support/memory-machine.ts';
import { bindRunFiles } from './bind-run-files.ts';

async function bind(line: string, files: readonly string[], cwd = ''): Promise<readonly string[]> {
  const machine = createMemoryMachine();
  for (const file of files) await machine.write(file, file);
  return (await bindRunFiles(machine, line, `${machine.workspace}${cwd}`)).map(({ path }) => path);
}

it.each([
  ['sh "$PWD/build.sh"'],
  ['sh ${PWD}/build.sh'],
  ['sh $(pwd)/build.sh'],
  ['sh `pwd`/build.sh'],
  ['sh "$ROOT/build.sh"'],
  ['sh ~/work/build.sh'],
  ['sh ./b*.sh'],
  ['sh build.{sh,bak}'],
  ["sh $'build.sh'"],
  ["sh $'\\x62uild.sh'"],
  ['F=build.sh; sh $F'],
  ['for f in build.sh; do sh "$f"; done'],
  ['for f in *.sh; do sh "$f"; done'],
  ['$(cat build.sh)'],
  ['`cat build.sh`'],
  ['eval "$(cat build.sh)"'],
  ['bash <(cat build.sh)'],
  ['bash <<< "$(cat build.sh)"'],
  ['cat build.sh | ssh host'],
  ['BASH_ENV=./build.sh bash -c true'],
  ['GIT_SSH_COMMAND=./build.sh git fetch'],
  ['NODE_OPTIONS=--require=./build.sh node x'],
  ['PATH=.:$PATH build.sh'],
  ['python3 -c "exec(open(\'build.sh\').read())"'],
  ['op run --env-file=.env -- ./build.sh'],
  ['crontab build.sh'],
  ['pm2 start build.sh'],
])('includes the script that %j runs', async (line) => {
  expect(await bind(line, ['build.sh'])).toContain('build.sh');
});

it.each([
  ['python3 -c "import tools.run"', 'tools/run.py'],
  ['python -m pytest', 'conftest.py'],
  ['uv run pytest', 'conftest.py'],
  ['npx vite build', 'vite.config.ts'],
  ['eslint .', 'eslint.config.js'],
  ['npx eslint .', '.eslintrc.cjs'],
  ['playwright test', 'playwright.config.ts'],
  ['karma start', 'karma.conf.js'],
  ['tsc -p .', 'tsconfig.json'],
  ['terraform apply', 'main.tf'],
  ['nix build', 'flake.nix'],
  ['pre-commit run', '.pre-commit-config.yaml'],
  ['snakemake -j1', 'Snakefile'],
])('includes the file that %j loads without being told', async (line, file) => {
  expect(await bind(line, [file])).toContain(file);
});

it('includes a script of the workspace for a command in one of its folders', async () => {
  expect(await bind('sh ~/work/tools/build.sh', ['tools/build.sh', 'sub/a.txt'], '/sub')).toContain('tools/build.sh');
});

it('includes nothing for commands that only read or move data', async () => {
  for (const line of [
    'cat $(ls)',
    'echo "$PWD"',
    'for f in *.sh; do wc -l "$f"; done',
    'rm build.sh',
    'X=build git log',
  ])
    expect(await bind(line, ['build.sh', 'rm.config.js', 'log']), line).toEqual([]);
});
