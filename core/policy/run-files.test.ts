// Proves: AP-1
import { describe, expect, it } from 'vitest';
import { expectCpuTimeBelow } from '#tests/support/cpu-time.ts';
import { findChangedFile, findRunCandidates } from './run-files.ts';

describe('the files that a line can run', () => {
  it.each([
    ['./build.sh', ['./build.sh']],
    ['./build.sh arg.txt', ['./build.sh']],
    ['sh build', ['build']],
    ['/bin/bash -x build.sh', ['build.sh']],
    ['node --require ./hook.js app.js', ['./hook.js', 'app.js']],
    ['node --import=./hook.mjs app', ['./hook.mjs', 'app']],
    ['python3 -m tools.run', ['tools.run', 'tools/run']],
    ['make -f build.mk all', ['build.mk', 'Makefile']],
    ['. ./env.sh', ['./env.sh']],
    ['source env.sh', ['env.sh']],
    ['env X=1 ./build.sh', ['./build.sh']],
    ['X=1 sh build.sh', ['build.sh']],
    ['timeout 5 sh build.sh', ['build.sh']],
    ['sudo -u me ./build.sh', ['./build.sh']],
    ['true && ./build.sh', ['./build.sh']],
    ['(cd sub; sh build.sh)', ['build.sh']],
    ['sh < build.sh', ['build.sh']],
    ['cat build.sh | sh', ['build.sh']],
    ['echo build.sh | xargs sh', ['build.sh']],
    ['find . -exec ./build.sh {} +', ['./build.sh']],
    ["sh -c './build.sh x'", ['./build.sh']],
    ['echo "$(./build.sh)"', ['./build.sh']],
    ['echo `sh build.sh`', ['build.sh']],
    ['if ./check.sh; then ./build.sh; fi', ['./check.sh', './build.sh']],
    ['sh bu\\ild.sh', ['build.sh']],
    ["sh 'my build.sh'", ['my build.sh']],
    ['awk -f report.awk data', ['report.awk']],
    ['just deploy', ['justfile']],
    ['docker compose up', ['compose.yaml']],
    ['python3.12 run.py', ['run.py']],
    ['npx tool', ['node_modules/.bin/tool']],
    ['git bisect run ./check.sh', ['./check.sh']],
    ['git -c core.pager=./page.sh log', ['./page.sh']],
  ])('of %j include %j', (line, names) => {
    expect(findRunCandidates(line).names).toEqual(expect.arrayContaining(names));
  });

  it('include the scripts of a package', () => {
    for (const line of [
      'npm test',
      'pnpm run x',
      'yarn build',
      'timeout 9 npm test',
      'cd a && npm start',
      'node --run x',
    ])
      expect(findRunCandidates(line).scripts, line).toBe(true);
    expect(findRunCandidates('node x.js').scripts).toBe(false);
  });

  it('include none of a program that only reads, nor later data', () => {
    for (const line of ['cat make', 'grep python README.md', 'ls node', 'git log make', 'rm a', 'git commit -m x'])
      expect(findRunCandidates(line), line).toMatchObject({ names: [], scripts: false });
    expect(findRunCandidates('python3 report.py server.log').names).not.toContain('server.log');
  });

  it('are found quickly in any line', () => {
    const lines = ['sh;'.repeat(20_000), 'sh '.repeat(20_000), '$('.repeat(20_000), "sh 'sh ".repeat(8_000)];
    for (const line of lines) expectCpuTimeBelow(250, () => findRunCandidates(line));
  });
});

it('names a file that changed, appeared, or is gone', () => {
  const [a, b] = [
    { path: 'a', hash: '1' },
    { path: 'b', hash: '2' },
  ];
  expect(findChangedFile([a, b], [b, a])).toBeUndefined();
  expect(findChangedFile([a], [{ ...a, hash: '3' }])).toBe('a');
  expect(findChangedFile([a], [a, b])).toBe('b');
  expect(findChangedFile([a, b], [a])).toBe('b');
  expect(findChangedFile(undefined, undefined)).toBeUndefined();
});
