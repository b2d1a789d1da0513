// Writes docs/protocol.md: every method, event and HTTP route as they are declared. `--check` fails when the page is out of date.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TSchema } from 'typebox';

import { ERROR_MEANINGS } from '#contract/wire/errors.ts';
import { EVENT_SCOPES } from '#contract/wire/events.ts';
import * as limits from '#contract/wire/limits.ts';
import type { MethodDeclaration } from '#contract/methods/define-method.ts';
import { METHODS } from '#contract/methods/registry.ts';
import { ROUTES } from '#gateway/http/routes.ts';
import { readPageExamples, type PageExample } from '#tests/protocol/examples/page-examples.ts';

import { compactJson } from './compact-json.ts';
import { PROJECT_ROOT } from './project-root.ts';

const PAGE = join(PROJECT_ROOT, 'docs/protocol.md');
/** Longest type in a table cell, characters; the whole is in the declaration. */
const MAX_TYPE = 60;

const EVENT_NOTES: Readonly<Record<string, string>> = {
  'session.event': 'ours: a durable event of a session that the connection watches',
  'session.live': 'ours: true increments with offsets, neighbours merged every 16 ms',
  'approvals.changed': 'ours: an approval became pending or was answered',
  'files.changed': 'ours: paths of a watched workspace that changed',
  'proof.changed': 'ours: a sensitive call waits for a person, or does not any more',
  'settings.changed': 'ours: something that pages show was changed: read it again',
  'node.invoke.request': 'for the addressed node only',
  'node.invoke.cancel': 'for the addressed node only: nobody waits any more',
  'node.invoke.progress': 'ours, for who asked: a part of the output',
  'node.event': 'ours: what a node reported',
  chat: 'a run for simple clients; at most every 75 ms; not for connections with our session feed',
  agent: 'a run in all its streams; not for connections with our session feed',
};

/** The text of the page. */
export function protocolPage(): string {
  const examples = readPageExamples();
  return [
    '# Gateway protocol',
    '',
    'Generated from the declarations in `contract/` by `node scripts/generate-docs.ts`. Do not edit.',
    '',
    'The wire is the OpenClaw gateway protocol, version 4: text frames with one JSON document each, `req`, `res` and `event`,',
    'opened by `connect.challenge` → `connect` → `hello-ok`. The same frames travel over a WebSocket and over a MessagePort.',
    '`hello-ok.features` lists exactly the methods and events of this page. A client that sends the capability',
    `\`${limits.CAP_SESSION_FEED}\` follows sessions with \`sessions.watch\` and gets \`session.event\` and \`session.live\``,
    'instead of `chat` and `agent`.',
    '',
    '## Methods',
    '',
    'Fields with `?` are optional. Shapes named `published:…` are those of `@openclaw/gateway-protocol`. Each example is a real',
    'call of a sample host; long lists and texts are cut, and ids, hashes, times and facts of the machine replaced.',
    '',
    ...Object.entries(METHODS as Readonly<Record<string, MethodDeclaration>>).flatMap(([name, declaration]) => [
      ...methodSection(name, declaration),
      ...exampleBlock(examples[name]),
    ]),
    '## Events',
    '',
    '| event | least scope | note |',
    '|---|---|---|',
    ...Object.entries(EVENT_SCOPES).map(([name, scope]) => `| \`${name}\` | ${scope} | ${EVENT_NOTES[name] ?? ''} |`),
    '',
    '## HTTP',
    '',
    'Every request must name this gateway exactly in `Host`, and in `Origin` when it sends one.',
    '',
    '| paths | verbs | who |',
    '|---|---|---|',
    ...ROUTES.map(
      ({ paths, verbs, scope }) =>
        `| ${paths.map(code).join(', ')} | ${verbs.join(', ')} | ${scope === 'none' ? 'anybody' : scope} |`,
    ),
    '| every other path without an extension | GET, HEAD | anybody: the app’s pages |',
    '',
    '## Errors',
    '',
    'The same codes in frames and over HTTP. `details.code` is the stable reason, `details.hint` says what to do.',
    '',
    '| code | meaning |',
    '|---|---|',
    ...Object.entries(ERROR_MEANINGS).map(([name, meaning]) => `| \`${name}\` | ${meaning} |`),
    '',
    '## Numbers',
    '',
    '| constant | value |',
    '|---|---|',
    ...Object.entries(limits)
      .filter(([, value]) => typeof value === 'number')
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([name, value]) => `| \`${name}\` | ${String(value)} |`),
    '',
  ].join('\n');
}

/** A method that is newer than the examples has none until they are generated again. */
function exampleBlock(example: PageExample | undefined): readonly string[] {
  return example === undefined ? [] : ['```json', compactJson(example), '```', ''];
}

function methodSection(name: string, declaration: MethodDeclaration): readonly string[] {
  const { summary, scope, params, result, idempotent, ignores, freshProof, role, rate, stub } = declaration;
  const facts = [
    ...(stub === true ? ['**stub**, exists for compatibility only'] : []),
    ...(role === 'node' ? ['for nodes only'] : []),
    `scope: ${typeof scope === 'function' ? 'depends on the params' : scope}`,
    ...(rate === undefined ? [] : [`rate limit: ${rate}`]),
    ...(freshProof === undefined
      ? []
      : [`needs a fresh proof${typeof freshProof === 'function' ? ', depending on the params' : ''}`]),
    ...(idempotent !== undefined ? ['idempotent by `idempotencyKey`'] : []),
    ...(ignores === undefined ? [] : [`takes and ignores ${ignores.map(code).join(', ')}`]),
  ];
  return [
    `### ${name}`,
    '',
    `${summary} (${facts.join('; ')})`,
    '',
    `- params: ${paramsOf(params)}`,
    `- result: ${resultOf(result)}`,
    '',
  ];
}

function paramsOf(schema: TSchema): string {
  const fields = fieldsOf(schema);
  return fields.length === 0 ? 'none' : fields.join(', ');
}

function fieldsOf(schema: TSchema): readonly string[] {
  const { properties, required } = schema as {
    readonly properties?: Readonly<Record<string, TSchema>>;
    readonly required?: readonly string[];
  };
  return Object.entries(properties ?? {}).map(
    ([name, value]) => `\`${name}${required?.includes(name) === true ? '' : '?'}: ${typeOf(value)}\``,
  );
}

function resultOf(schema: TSchema): string {
  const comment = '$comment' in schema ? String(schema.$comment) : undefined;
  if (comment !== undefined) return code(comment.replace('type:', ''));
  return fieldsOf(schema).join(', ') || code(typeOf(schema));
}

function typeOf(schema: TSchema): string {
  const text = longTypeOf(schema);
  return text.length > MAX_TYPE ? 'object' : text;
}

function longTypeOf(schema: TSchema): string {
  const facts = schema as {
    readonly type?: string;
    readonly const?: unknown;
    readonly enum?: readonly unknown[];
    readonly anyOf?: readonly TSchema[];
    readonly items?: TSchema;
  };
  if (facts.const !== undefined) return JSON.stringify(facts.const);
  if (facts.enum !== undefined) return facts.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (facts.anyOf !== undefined) return facts.anyOf.map(longTypeOf).join(' | ');
  if (facts.type === 'array')
    return `${facts.items === undefined || Array.isArray(facts.items) ? 'any' : longTypeOf(facts.items)}[]`;
  return facts.type ?? 'any';
}

function code(text: string): string {
  return `\`${text}\``;
}

if (process.argv[1] === import.meta.filename) {
  const page = protocolPage();
  if (process.argv.includes('--check')) {
    if (readFileSync(PAGE, 'utf8') !== page) {
      console.error('docs/protocol.md is out of date: run `node scripts/generate-docs.ts`.');
      process.exitCode = 1;
    }
  } else {
    mkdirSync(dirname(PAGE), { recursive: true });
    writeFileSync(PAGE, page);
  }
}
