// Writes docs/protocol.md from the declared methods, events, and HTTP routes. `--check` fails if the page is out of date.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TSchema } from 'typebox';

import { CAP_CALL_PROGRESS } from '#contract/wire/call-progress.ts';
import { ERROR_MEANINGS } from '#contract/wire/errors.ts';
import { EVENTS } from '#contract/wire/events.ts';
import * as limits from '#contract/wire/limits.ts';
import type { MethodDeclaration, UnsupportedOption } from '#contract/methods/define-method.ts';
import { METHODS } from '#contract/methods/registry.ts';
import { ROUTES } from '#gateway/http/routes.ts';
import { readPageExamples, type PageExample } from '#tests/protocol/examples/page-examples.ts';

import { compactJson } from './compact-json.ts';
import { PROJECT_ROOT } from './project-root.ts';

const PAGE = join(PROJECT_ROOT, 'docs/protocol.md');
/** Maximum length of a type, characters. Longer ones are shown as `object`. */
const MAX_TYPE = 60;

/** What each event reports. */
const EVENT_NOTES: Readonly<Record<string, string>> = {
  tick: 'Sent every 30 s, to show that the connection is alive',
  shutdown: 'The gateway is stopping',
  health: 'The health status, once a minute',
  presence: 'A client connected, disconnected, or changed its presence. Sent at most every 250 ms',
  'presence.changed': 'Gatehouse extension: the same for clients with the session feed, with what changed only',
  chat: "A run for simple clients, at most every 75 ms. Clients with the session feed don't receive it",
  agent: "All streams of a run. Clients with the session feed don't receive it",
  'session.message': 'A new transcript row of a subscribed session',
  'sessions.changed': 'A session changed; `reason` says how',
  'session.approval': 'An approval of a subscribed session was requested or answered',
  'exec.approval.requested': 'An approval was requested',
  'exec.approval.resolved': 'An approval was answered',
  'question.requested': 'An agent asked a question',
  'question.resolved': 'A question was answered, dismissed, or expired',
  'terminal.data': 'Output of an attached terminal',
  'terminal.exit': 'An attached terminal ended',
  'terminal.changed': 'Gatehouse extension: the terminals of a session changed; reload `terminal.bySession`',
  cron: 'A schedule or one of its runs changed',
  task: 'A background job was created or changed',
  heartbeat: 'A heartbeat ended',
  'config.changed': 'The configuration changed',
  'session.event': 'Gatehouse extension: a durable event of a watched session',
  'session.live': 'Gatehouse extension: live events with offsets, merged every 16 ms, or every 32 ms with many streams',
  'attention.changed':
    'Gatehouse extension, for clients that call `attention.set`: whether another app on this computer shows the notifications now',
  'approvals.changed': 'Gatehouse extension: an approval became pending or was answered',
  'files.changed':
    'Gatehouse extension: changed paths of a watched workspace, what happened to each, and hashes of small files',
  'files.found': 'Gatehouse extension, for the caller of `files.search` only: matches as they are found',
  'settings.changed': 'Gatehouse extension: settings changed; reload them',
  'proof.changed': 'Gatehouse extension: the list of calls waiting for a proof changed',
  'device.pair.requested': 'A device requested pairing',
  'device.pair.resolved': 'A pairing request was answered',
  'device.pair.changed': 'Paired devices changed; reload the list',
  'device.pair.setup.completed': 'A device was paired with a setup code',
  'node.invoke.request': 'A command to run, sent only to the addressed node',
  'node.invoke.cancel': 'The caller no longer waits for a command. Sent only to the addressed node',
  'node.invoke.progress': 'Gatehouse extension: partial output of a command, sent only to the caller',
  'call.progress': 'Gatehouse extension: the work on a long call continues, sent only to its caller',
  'runs.queue.changed': 'Gatehouse extension: the queue of runs changed; reload `runs.queue.list`',
  'budgets.changed':
    'Gatehouse extension: budgets or paused runs changed; reload `budgets.list`. `warning`: 80 % of a budget is used',
  'projects.changed': 'Gatehouse extension: projects changed; reload `projects.catalog`',
  'update.available': 'An update was downloaded.',
  'updates.changed': 'Gatehouse extension: the state of updates changed; reload `updates.get`',
  'dispatches.changed': 'Gatehouse extension: dispatches changed; reload `dispatches.list`',
  'projects.setup': 'Gatehouse extension: the setup script of a project started, wrote output, or ended',
  'changes.changed':
    'Gatehouse extension: the changes of a session, or decisions on them, are different; reload `changes.list`',
  'console.output': 'Gatehouse extension: output of commands, for subscribers of the project',
  'machines.alert': 'Gatehouse extension: a machine reached its memory or disk limit, or keeps failing',
  'machines.changed': 'Gatehouse extension: a machine started, stopped, or had a problem; reload `machines.list`',
  'node.event': 'Gatehouse extension: an event reported by a node',
  'node.pair.requested': 'A node declared commands that need approval',
  'node.pair.resolved': 'Declared commands of a node were approved or rejected',
} satisfies Record<keyof typeof EVENTS, string>;

/** The text of the page. */
export function protocolPage(): string {
  const examples = readPageExamples();
  return [
    '# Gateway protocol',
    '',
    'Generated from the declarations in `contract/` by `node scripts/generate-docs.ts`. Do not edit.',
    '',
    'Gatehouse implements the OpenClaw gateway protocol, wire version 4. Each frame is a text message with one JSON document: `req`, `res`,',
    'or `event`. A connection starts with `connect.challenge`, `connect`, and `hello-ok`. The same frames are used over WebSocket and',
    'MessagePort. `hello-ok.features` lists exactly the methods and events on this page. A client with the capability',
    `\`${limits.CAP_SESSION_FEED}\` subscribes to sessions with \`sessions.watch\` and receives \`session.event\` and \`session.live\``,
    `instead of \`chat\` and \`agent\`. A client with the capability \`${CAP_CALL_PROGRESS}\` receives \`call.progress\` for its own long calls.`,
    '',
    '## Methods',
    '',
    'Fields with `?` are optional. Types named `published:…` are declared in `@openclaw/gateway-protocol`. Each example is a real call',
    'to a sample host. Long lists and texts are truncated; IDs, hashes, times, and machine details are replaced. Options that are not',
    'supported are rejected with `UNSUPPORTED_OPTION`; their default values (null, false, 0, and empty values) are accepted.',
    '',
    ...Object.entries(METHODS as Readonly<Record<string, MethodDeclaration>>).flatMap(([name, declaration]) => [
      ...methodSection(name, declaration),
      ...exampleBlock(examples[name]),
    ]),
    '## Events',
    '',
    '| Event | Required scope | Description |',
    '|---|---|---|',
    ...Object.entries(EVENTS).map(([name, { scope }]) => `| \`${name}\` | ${scope} | ${EVENT_NOTES[name] ?? ''} |`),
    '',
    '## HTTP',
    '',
    'Every request must have the address of this gateway in `Host` and, if present, in `Origin`.',
    '',
    '| Path | Methods | Required scope |',
    '|---|---|---|',
    ...ROUTES.map(
      ({ paths, verbs, scope }) =>
        `| ${paths.map(code).join(', ')} | ${verbs.join(', ')} | ${scope === 'none' ? 'none' : scope} |`,
    ),
    '| all other paths without an extension | GET, HEAD | none (the app) |',
    '',
    '## Errors',
    '',
    'The same codes are used in frames and over HTTP. `details.code` is the stable reason; `details.hint` says what to do.',
    '',
    '| Code | Meaning |',
    '|---|---|',
    ...Object.entries(ERROR_MEANINGS).map(([name, meaning]) => `| \`${name}\` | ${meaning} |`),
    '',
    '## Constants',
    '',
    '| Constant | Value |',
    '|---|---|',
    ...Object.entries(limits)
      .filter(([, value]) => typeof value === 'number')
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([name, value]) => `| \`${name}\` | ${String(value)} |`),
    '',
  ].join('\n');
}

/** A new method has no example until `npm run generate` runs. */
function exampleBlock(example: PageExample | undefined): readonly string[] {
  return example === undefined ? [] : ['```json', compactJson(example), '```', ''];
}

function methodSection(name: string, declaration: MethodDeclaration): readonly string[] {
  const { summary, scope, params, result, idempotent, freshProof, isLong, role, rate, stub } = declaration;
  const { unsupported = [], ignores = {} } = declaration;
  const unused = new Set([
    ...unsupported.flatMap((option) => (typeof option === 'string' ? option : [])),
    ...Object.keys(ignores),
  ]);
  const facts = [
    ...(stub === true ? ['**stub** for compatibility'] : []),
    ...(role === 'node' ? ['for nodes only'] : []),
    `scope: ${typeof scope === 'function' ? 'depends on the parameters' : scope}`,
    ...(rate === undefined ? [] : [`rate limit: ${rate}`]),
    ...(freshProof === undefined
      ? []
      : [`requires a fresh proof${typeof freshProof === 'function' ? ', depending on the parameters' : ''}`]),
    ...(isLong === true ? ['reports progress'] : []),
    ...(idempotent !== undefined ? ['idempotent by `idempotencyKey`'] : []),
  ];
  return [
    `### ${name}`,
    '',
    `${summary} (${facts.join('; ')})`,
    '',
    `- parameters: ${paramsOf(params, unused)}`,
    ...(unsupported.length === 0 ? [] : [`- not supported: ${unsupported.map(unsupportedText).join(', ')}`]),
    ...Object.entries(ignores).map(([option, reason]) => `- no effect: \`${option}\`. ${reason}`),
    `- result: ${resultOf(result)}`,
    '',
  ];
}

function unsupportedText(option: UnsupportedOption): string {
  if (typeof option === 'string') return code(option);
  return `${code(option.option)} other than ${option.accepts.map((value) => code(JSON.stringify(value))).join(', ')}`;
}

function paramsOf(schema: TSchema, unused: ReadonlySet<string>): string {
  const fields = fieldsOf(schema, unused);
  return fields.length === 0 ? 'none' : fields.join(', ');
}

function fieldsOf(schema: TSchema, unused: ReadonlySet<string> = new Set()): readonly string[] {
  const { properties, required } = schema as {
    readonly properties?: Readonly<Record<string, TSchema>>;
    readonly required?: readonly string[];
  };
  const used = Object.entries(properties ?? {}).filter(([name]) => !unused.has(name));
  return used.map(([name, value]) => `\`${name}${required?.includes(name) === true ? '' : '?'}: ${typeOf(value)}\``);
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
      console.error('docs/protocol.md is out of date. Run `node scripts/generate-docs.ts`.');
      process.exitCode = 1;
    }
  } else {
    mkdirSync(dirname(PAGE), { recursive: true });
    writeFileSync(PAGE, page);
  }
}
