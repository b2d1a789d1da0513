// A day of work for screenshots and page tests: a small project, a model that plays its part, sessions in every state.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { lastToolResults, lastUserText, type ModelRequestRecord, type Reply } from './model-server.ts';

/** The user's prompts, by how their sessions end up. */
export const PROMPTS = {
  finished: 'The date test has been failing since yesterday. Find out why and fix it.',
  waitingForEdit: 'Add tags to notes, and keep old files readable.',
  waitingForCommand: 'Clear the build folder and rebuild.',
  working: 'Explain how a note gets from the form to disk.',
  failed: 'Translate the interface into Portuguese.',
  short: 'How do I run a single test?',
  server: 'Start the worker and tell me what it prints.',
  container: 'How many lines of code are there?',
  queuedFirst: 'Write a changelog entry for the date fix.',
  queuedSecond: 'List the notes without a title.',
} as const;

const FILES: Readonly<Record<string, string>> = {
  'README.md':
    '# Harbor notes\n\nNotes kept as plain files in a folder you choose.\n\n- `npm start` serves them at http://localhost:4100\n- `npm test` runs the tests\n',
  'package.json':
    '{\n  "name": "harbor-notes",\n  "type": "module",\n  "scripts": {\n    "start": "node src/server.js",\n    "test": "node --test"\n  }\n}\n',
  'src/dates.js':
    '/** The local day of a time, as YYYY-MM-DD. */\nexport function dayOf(time) {\n  return new Date(time).toISOString().slice(0, 10);\n}\n',
  'src/notes.js':
    "import { readFile, writeFile } from 'node:fs/promises';\nimport { dayOf } from './dates.js';\n\n/** Reads one note. */\nexport async function readNote(path) {\n  const text = await readFile(path, 'utf8');\n  const [head, ...body] = text.split('\\n---\\n');\n  return { ...JSON.parse(head), body: body.join('\\n---\\n') };\n}\n\n/** Writes one note; a new one gets today's date. */\nexport async function writeNote(path, note) {\n  const head = { title: note.title, day: note.day ?? dayOf(Date.now()) };\n  await writeFile(path, `${JSON.stringify(head)}\\n---\\n${note.body}`);\n}\n",
  'src/server.js':
    "import { createServer } from 'node:http';\n\ncreateServer((request, response) => {\n  response.end('harbor');\n}).listen(4100);\n",
  'test/dates.test.js':
    "import assert from 'node:assert/strict';\nimport { test } from 'node:test';\nimport { dayOf } from '../src/dates.js';\n\ntest('uses the local day', () => {\n  assert.equal(dayOf(new Date(2026, 4, 3, 23, 30)), '2026-05-03');\n});\n",
  'web/style.css': ':root {\n  --ink: #1b2430;\n}\n\nbody {\n  color: var(--ink);\n  font: 16px/1.5 system-ui;\n}\n',
};

/** Writes the project into `folder`, as a repository with one commit. */
export function writeProject(folder: string): void {
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', ...args], {
      cwd: folder,
      stdio: 'ignore',
    });
  git('init', '-b', 'main');
  git('add', '.');
  git('commit', '-m', 'Store notes as plain files');
}

/** The model's part: answers by what was asked and by how many tool results it has seen. */
export function sampleReply(request: ModelRequestRecord): Reply {
  const asked = lastUserText(request);
  const step = request.body.messages.filter((message) => message.role === 'assistant').length;
  const usage = { input: 1_850 + step * 640, output: 320, cacheRead: 6_200, cacheWrite: 900 };
  if (asked.includes(PROMPTS.finished)) return { ...finished(step, request), usage };
  if (asked.includes(PROMPTS.waitingForEdit)) return { ...addTags(step), usage };
  if (asked.includes(PROMPTS.waitingForCommand)) {
    return {
      steps: [
        { say: "I'll remove the old build, then rebuild." },
        { call: 'exec', input: { command: 'rm -rf dist && npm ci && npm run build' } },
      ],
      usage,
    };
  }
  if (asked.includes(PROMPTS.server))
    return step === 0
      ? { steps: [{ call: 'exec', input: { command: 'node src/worker.js' } }], usage }
      : { steps: [{ say: "The worker doesn't start, because `src/worker.js` doesn't exist." }], usage };
  if (asked.includes(PROMPTS.container))
    return step === 0
      ? { steps: [{ call: 'exec', input: { command: 'wc -l src/dates.js src/notes.js src/server.js' } }], usage }
      : { steps: [{ say: 'There are 24 lines in three files.' }], usage };
  if (asked.includes(PROMPTS.working)) return { steps: [{ say: EXPLANATION, chunks: 2_000, everyMs: 400 }], usage };
  if (asked.includes(PROMPTS.failed))
    return {
      status: 400,
      body: JSON.stringify({
        type: 'error',
        error: { type: 'invalid_request_error', message: 'Your credit balance is too low to access the API.' },
      }),
    };
  return {
    steps: [
      {
        say: 'Name the file and, if you want, the test:\n\n```sh\nnode --test --test-name-pattern="local day" test/dates.test.js\n```\n\nThe pattern can match any part of the test\'s name.',
      },
    ],
    usage,
  };
}

function finished(step: number, request: ModelRequestRecord): Reply {
  switch (step) {
    case 0:
      return {
        steps: [
          { think: 'The test uses local time, but the function formats UTC.' },
          { say: "I'll look at the test and the code it covers." },
          { call: 'read', input: { path: 'test/dates.test.js' } },
          { call: 'read', input: { path: 'src/dates.js' } },
        ],
      };
    case 1:
      return {
        steps: [
          {
            say: 'The function uses the UTC day, but the test expects the local day. They differ around midnight.',
          },
          {
            call: 'edit',
            input: {
              path: 'src/dates.js',
              oldText: 'return new Date(time).toISOString().slice(0, 10);',
              newText:
                "const at = new Date(time);\n  const two = (part) => String(part).padStart(2, '0');\n  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;",
            },
          },
        ],
      };
    case 2:
      return { steps: [{ call: 'exec', input: { command: 'npm test' } }] };
    default:
      return {
        steps: [
          {
            say: `${lastToolResults(request)[0]?.isError === true ? "The tests couldn't run here" : 'All tests pass'}.\n\n**Why it failed.** \`dayOf\` used the first ten characters of the ISO string, which is the date in UTC. Anywhere outside UTC, that's the wrong date for a few hours each day.\n\n| | before | now |\n|---|---|---|\n| 23:30 in Lisbon, summer | 2026-05-03 | 2026-05-03 |\n| 00:30 in Berlin | 2026-05-02 | 2026-05-03 |\n\nExisting files don't change; only *new* notes get the corrected date.`,
          },
        ],
      };
  }
}

function addTags(step: number): Reply {
  if (step === 0)
    return {
      steps: [{ say: "First I'll check how notes are written." }, { call: 'read', input: { path: 'src/notes.js' } }],
    };
  return {
    steps: [
      { say: "Tags go into the file's header. Notes without tags still load as before." },
      {
        call: 'edit',
        input: {
          path: 'src/notes.js',
          oldText: 'const head = { title: note.title, day: note.day ?? dayOf(Date.now()) };',
          newText: 'const head = { title: note.title, day: note.day ?? dayOf(Date.now()), tags: note.tags ?? [] };',
        },
      },
    ],
  };
}

const EXPLANATION =
  'A note starts in the form and ends up as one plain file, in four steps.\n\n1. **The form** sends the title and body in one request.\n2. **The server** checks that the title is not empty and derives the file name from it.\n3. **`writeNote`** writes a header, a line of three dashes, and then the body.\n4. **The disk** gets the whole file in one write.\n\n'.repeat(
    12,
  );
