// Recorded output of real programs, and the error that is found in it.
// Proves: EX-7
import { describe, expect, it } from 'vitest';
import type { FoundError } from '#contract/types/console.ts';
import { findErrors } from '../error-detector.ts';

type Found = readonly [kind: string, message: string, location?: string];

const SAMPLES: readonly (readonly [name: string, output: string, ...found: Found[]])[] = [
  [
    'node: an uncaught exception',
    `/work/app/server.js:12
  throw new TypeError('x is not a function');
  ^

TypeError: x is not a function
    at start (/work/app/server.js:12:9)
    at Object.<anonymous> (/work/app/server.js:20:1)
    at Module._compile (node:internal/modules/cjs/loader:1554:14)

Node.js v24.2.0`,
    ['node.exception', 'TypeError: x is not a function', '/work/app/server.js:12:9'],
  ],
  [
    'node: an exception in an ES module, with a file URL',
    `ReferenceError: foo is not defined
    at file:///work/app/main.mjs:3:13
    at ModuleJob.run (node:internal/modules/esm/module_job:345:25)`,
    ['node.exception', 'ReferenceError: foo is not defined', '/work/app/main.mjs:3:13'],
  ],
  [
    'node: an exception of the base class',
    `Error: no such order
    at find (/work/app/orders.js:7:9)`,
    ['node.exception', 'Error: no such order', '/work/app/orders.js:7:9'],
  ],
  [
    'browser: an uncaught exception of the base class',
    `Uncaught Error: cart is not defined
    at /:1:233`,
    ['node.exception', 'Error: cart is not defined', '/:1:233'],
  ],
  [
    'node: a missing module',
    `node:internal/modules/cjs/loader:1228
  throw err;
  ^

Error: Cannot find module 'express'
Require stack:
- /work/app/index.js
    at Function._resolveFilename (node:internal/modules/cjs/loader:1225:15)
    at Object.<anonymous> (/work/app/index.js:1:17) {
  code: 'MODULE_NOT_FOUND',
  requireStack: [ '/work/app/index.js' ]
}`,
    ['node.module-not-found', "Cannot find module 'express'"],
  ],
  [
    'node: a missing package of an ES module',
    `Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'hono' imported from /work/app/main.mjs
    at Object.getPackageJSONURL (node:internal/modules/package_json_reader:266:9)`,
    ['node.module-not-found', "Cannot find package 'hono' imported from /work/app/main.mjs"],
  ],
  [
    'node: a port in use',
    `Error: listen EADDRINUSE: address already in use :::3000
    at Server.setupListenHandle [as _listen2] (node:net:1937:16)
    at Object.<anonymous> (/work/app/server.js:8:5) {
  code: 'EADDRINUSE',
  port: 3000
}`,
    ['system.port-in-use', 'listen EADDRINUSE: address already in use :::3000', '/work/app/server.js:8:5'],
  ],
  [
    'node: out of memory',
    'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
    ['system.out-of-memory', 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory'],
  ],
  [
    'tsc: errors, plain',
    `src/app.ts(3,7): error TS2322: Type 'string' is not assignable to type 'number'.
src/util/list.ts(10,1): error TS1005: ';' expected.`,
    ['typescript.error', "TS2322: Type 'string' is not assignable to type 'number'.", 'src/app.ts:3:7'],
    ['typescript.error', "TS1005: ';' expected.", 'src/util/list.ts:10:1'],
  ],
  [
    'tsc: an error, pretty',
    "src/app.ts:3:7 - error TS2322: Type 'string' is not assignable to type 'number'.\n\n3 const a: number = 'x';",
    ['typescript.error', "TS2322: Type 'string' is not assignable to type 'number'.", 'src/app.ts:3:7'],
  ],
  [
    'tsc: an error without a file',
    "error TS18003: No inputs were found in config file 'tsconfig.json'.",
    ['typescript.error', "TS18003: No inputs were found in config file 'tsconfig.json'."],
  ],
  [
    'esbuild: an error',
    `✘ [ERROR] Could not resolve "./missing"

    src/main.ts:1:20:
      1 │ import { a } from './missing';`,
    ['esbuild.error', 'Could not resolve "./missing"', 'src/main.ts:1:20'],
  ],
  [
    'vite: an error of the dev server',
    `10:31:02 AM [vite] Internal server error: Failed to resolve import "./x" from "src/App.tsx". Does the file exist?
  Plugin: vite:import-analysis
  File: /work/app/src/App.tsx:2:14`,
    [
      'vite.error',
      'Failed to resolve import "./x" from "src/App.tsx". Does the file exist?',
      '/work/app/src/App.tsx:2:14',
    ],
  ],
  [
    'python: a traceback',
    `Traceback (most recent call last):
  File "/work/app/main.py", line 10, in <module>
    main()
  File "/work/app/main.py", line 6, in main
    raise ValueError("bad value")
ValueError: bad value`,
    ['python.exception', 'ValueError: bad value', '/work/app/main.py:6'],
  ],
  [
    'python: chained tracebacks',
    `Traceback (most recent call last):
  File "a.py", line 2, in f
    1 / 0
ZeroDivisionError: division by zero

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "a.py", line 8, in <module>
    f()
RuntimeError`,
    ['python.exception', 'ZeroDivisionError: division by zero', 'a.py:2'],
    ['python.exception', 'RuntimeError', 'a.py:8'],
  ],
  [
    'python: an exception of a package',
    `Traceback (most recent call last):
  File "app.py", line 4, in <module>
    requests.get(url)
requests.exceptions.ConnectionError: HTTPConnectionPool(host='x', port=80): Max retries exceeded`,
    [
      'python.exception',
      "requests.exceptions.ConnectionError: HTTPConnectionPool(host='x', port=80): Max retries exceeded",
      'app.py:4',
    ],
  ],
  [
    'python: a missing module',
    `Traceback (most recent call last):
  File "/work/run.py", line 1, in <module>
    import flask
ModuleNotFoundError: No module named 'flask'`,
    ['python.exception', "ModuleNotFoundError: No module named 'flask'", '/work/run.py:1'],
  ],
  [
    'python: a syntax error',
    `  File "/work/app/x.py", line 3
    def f(:
          ^
SyntaxError: invalid syntax`,
    ['python.syntax', 'SyntaxError: invalid syntax', '/work/app/x.py:3'],
  ],
  [
    'rustc: errors',
    `error[E0382]: borrow of moved value: \`s\`
 --> src/main.rs:4:20
  |
2 |     let s = String::new();
error: aborting due to 1 previous error`,
    ['rust.compiler', 'borrow of moved value: `s`', 'src/main.rs:4:20'],
    ['rust.compiler', 'aborting due to 1 previous error'],
  ],
  [
    'rust: a panic',
    `thread 'main' panicked at src/main.rs:2:5:
index out of bounds: the len is 3 but the index is 99
note: run with \`RUST_BACKTRACE=1\` environment variable to display a backtrace`,
    ['rust.panic', 'index out of bounds: the len is 3 but the index is 99', 'src/main.rs:2:5'],
  ],
  [
    'rust: a panic of an older version',
    "thread 'main' panicked at 'called `Option::unwrap()` on a `None` value', src/lib.rs:7:14",
    ['rust.panic', 'called `Option::unwrap()` on a `None` value', 'src/lib.rs:7:14'],
  ],
  ['cargo: a failed test', 'test tests::adds ... FAILED', ['test.rust', 'tests::adds']],
  [
    'go: errors of the compiler',
    `# example.com/app
./main.go:7:2: undefined: foo
./main.go:9:10: cannot use "x" (untyped string constant) as int value in assignment`,
    ['go.compiler', 'undefined: foo', './main.go:7:2'],
    ['go.compiler', 'cannot use "x" (untyped string constant) as int value in assignment', './main.go:9:10'],
  ],
  [
    'go: a panic',
    `panic: runtime error: index out of range [5] with length 3

goroutine 1 [running]:
main.main()
\t/work/app/main.go:8 +0x1d
exit status 2`,
    ['go.panic', 'panic: runtime error: index out of range [5] with length 3', '/work/app/main.go:8'],
  ],
  [
    'go: a failed test',
    `--- FAIL: TestAdd (0.00s)
    add_test.go:9: got 3, want 4
FAIL`,
    ['test.go', 'TestAdd', 'add_test.go:9'],
  ],
  [
    'java: an uncaught exception',
    `Exception in thread "main" java.lang.NullPointerException: Cannot invoke "String.length()" because "<local1>" is null
\tat com.example.App.main(App.java:12)
\tat java.base/java.lang.Thread.run(Thread.java:1583)`,
    [
      'java.exception',
      'java.lang.NullPointerException: Cannot invoke "String.length()" because "<local1>" is null',
      'App.java:12',
    ],
  ],
  [
    'java: a logged exception with a cause',
    `java.lang.IllegalStateException: Failed to start
\tat com.example.Server.start(Server.java:44)
\t... 12 more
Caused by: java.io.IOException: boom
\tat com.example.Disk.read(Disk.java:9)`,
    ['java.exception', 'java.lang.IllegalStateException: Failed to start', 'Server.java:44'],
  ],
  [
    'maven: an error of the compiler',
    '[ERROR] /work/app/src/main/java/App.java:[5,17] cannot find symbol',
    ['java.compiler', 'cannot find symbol', '/work/app/src/main/java/App.java:5:17'],
  ],
  [
    'kotlin: an error of the compiler',
    "e: file:///work/app/src/Main.kt:3:9 Unresolved reference 'foo'.",
    ['kotlin.compiler', "Unresolved reference 'foo'.", '/work/app/src/Main.kt:3:9'],
  ],
  [
    'vitest: a failed test',
    ` FAIL  src/add.test.ts > add > adds two numbers
AssertionError: expected 3 to be 4 // Object.is equality
 ❯ src/add.test.ts:6:20
      4|   it('adds', () => {`,
    ['test.vitest', '> add > adds two numbers', 'src/add.test.ts:6:20'],
  ],
  [
    'jest: a failed test',
    `  ● add › adds two numbers

    expect(received).toBe(expected)

      at Object.<anonymous> (src/add.test.js:5:15)`,
    ['test.jest', 'add › adds two numbers', 'src/add.test.js:5:15'],
  ],
  [
    'node:test: a failed test',
    `✖ adds two numbers (1.2ms)
  test at add.test.js:3:1`,
    ['test.node', 'adds two numbers', 'add.test.js:3:1'],
  ],
  [
    'pytest: failed tests',
    `FAILED tests/test_add.py::test_add - assert 3 == 4
ERROR tests/test_db.py`,
    ['test.pytest', 'test_add - assert 3 == 4', 'tests/test_add.py'],
    ['test.pytest', 'Failed tests', 'tests/test_db.py'],
  ],
  [
    'npm: a missing script',
    'npm error Missing script: "start"\nnpm error\nnpm error To see a list of scripts, run:',
    ['npm.missing-script', 'Missing script: "start"'],
  ],
  [
    'npm: an unresolvable dependency',
    `npm error code ERESOLVE
npm error ERESOLVE unable to resolve dependency tree
npm error`,
    ['npm.error', 'ERESOLVE unable to resolve dependency tree'],
  ],
  [
    'npm: a package that does not exist',
    `npm error code E404
npm error 404 Not Found - GET https://registry.npmjs.org/nope - Not found`,
    ['npm.error', '404 Not Found - GET https://registry.npmjs.org/nope - Not found'],
  ],
  [
    'pnpm: an error',
    ' ERR_PNPM_OUTDATED_LOCKFILE  Cannot install with "frozen-lockfile"',
    ['pnpm.error', 'ERR_PNPM_OUTDATED_LOCKFILE  Cannot install with "frozen-lockfile"'],
  ],
  [
    'yarn: a failed command',
    'error Command failed with exit code 1.',
    ['yarn.error', 'Command failed with exit code 1.'],
  ],
  [
    'pip: a package that does not exist',
    'ERROR: No matching distribution found for nope==9',
    ['pip.error', 'No matching distribution found for nope==9'],
  ],
  [
    'a shell: a segmentation fault',
    'Segmentation fault (core dumped)',
    ['system.segfault', 'Segmentation fault (core dumped)'],
  ],
  [
    'a shell: a program that does not exist',
    'bash: line 1: foo: command not found',
    ['system.command-not-found', 'foo: command not found'],
  ],
  ['a shell: the same in dash', 'sh: 1: foo: not found', ['system.command-not-found', 'foo: not found']],
  [
    'a program: a full disk',
    "Error: ENOSPC: no space left on device, write '/tmp/x'",
    ['system.disk-full', "ENOSPC: no space left on device, write '/tmp/x'"],
  ],
  [
    'a container: out of memory',
    'java.lang.OutOfMemoryError: Java heap space',
    ['system.out-of-memory', 'java.lang.OutOfMemoryError: Java heap space'],
  ],
  [
    'docker: a port in use',
    'Bind for 0.0.0.0:5432 failed: port is already allocated',
    ['system.port-in-use', 'Bind for 0.0.0.0:5432 failed: port is already allocated'],
  ],
  [
    'gcc: an error',
    `main.c: In function 'main':
main.c:3:5: error: 'x' undeclared (first use in this function)`,
    ['c.compiler', "'x' undeclared (first use in this function)", 'main.c:3:5'],
  ],
  ['make: an error', 'make: *** [Makefile:4: test] Error 2', ['make.error', '[Makefile:4: test] Error 2']],
];

function toFound({ kind, message, file, line, column }: FoundError): Found {
  if (file === undefined) return [kind, message];
  return [kind, message, [file, line, column].filter((part) => part !== undefined).join(':')];
}

/** Output without errors, some of it close to one. */
const HARMLESS = [
  'Compiled successfully in 812 ms',
  '✓ 12 tests passed, 0 failed',
  'error.log rotated',
  'Handling errors: see docs/errors.md',
  'npm warn deprecated inflight@1.0.6: This module is not supported',
  'GET /error/404 200 3ms',
  'src/errors/TypeError.ts',
  '  at 10:31 the build finished',
  'no errors found',
  'File "main.py" was saved',
];

describe('an error is recognized in the output of', () => {
  for (const [name, output, ...expected] of SAMPLES)
    it(name, async () => {
      const found = await findErrors(output);
      expect(found.map(toFound)).toEqual(expected);
    });

  it('no line that only mentions errors', async () => {
    expect(await findErrors(HARMLESS.join('\n'))).toEqual([]);
  });
});

describe('the fingerprint', () => {
  const fingerprint = async (text: string) => (await findErrors(text))[0]?.fingerprint;

  it('is the same for an error that moved, in another folder, or with other numbers', async () => {
    const first = await fingerprint('/a/main.go:7:2: timeout after 30 s at 0xc000012');
    expect(await fingerprint('/b/c/main.go:99:1: timeout after 31 s at 0xdeadbeef')).toBe(first);
  });

  it('differs for another message or file', async () => {
    const first = await fingerprint('./main.go:7:2: undefined: foo');
    expect(await fingerprint('./main.go:7:2: undefined: bar')).not.toBe(first);
    expect(await fingerprint('./other.go:7:2: undefined: foo')).not.toBe(first);
  });
});

it('a megabyte of hostile output is searched quickly', async () => {
  const lines = [
    `${'a'.repeat(2_000)}: error TS`,
    `  at ${'('.repeat(2_000)}`,
    `Traceback ${'File "'.repeat(300)}`,
    `${'not ok 1 - '.repeat(180)}(1ms`,
  ];
  const text = Array.from({ length: 500 }, (_, index) => lines[index % lines.length]).join('\n');
  const before = process.cpuUsage();
  await findErrors(text);
  const { user, system } = process.cpuUsage(before);
  // Far more than is needed: a backtracking engine would take minutes.
  expect((user + system) / 1_000).toBeLessThan(20_000);
});
