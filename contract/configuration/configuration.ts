// The configuration file `gatehouse.json5`. Its types, defaults, validation, settings form, and example derive from this schema.
import { Type, type Static, type TObject } from 'typebox';
import { facts, integer, section } from './define-key.ts';
import { APPROVAL_TTL_MS } from '../wire/limits.ts';
import { RATE_SECTION } from './rates.ts';
import { SESSIONS_SECTION } from './sessions.ts';
import { SIGN_IN_SECTION } from './sign-in.ts';

const MODEL_NAME = { pattern: '^[^/\\s]+/\\S+$', maxLength: 200 };
const MINUTE_MS = 60_000;

const model = (description: string) => Type.Optional(Type.String({ ...MODEL_NAME, ...facts('Model', description) }));
const tools = (description: string) =>
  Type.Optional(
    Type.Array(Type.String({ maxLength: 100 }), { maxItems: 200, ...facts('Tools', description, { default: [] }) }),
  );

/** Settings of an agent. `agents.defaults` applies to those that aren't set. */
const agentKeys = {
  model: model('Model to use, as `provider/model`.'),
  fallbacks: Type.Optional(
    Type.Array(Type.String(MODEL_NAME), {
      maxItems: 8,
      ...facts('Fallbacks', 'Models to try in order if the first one fails.', { default: [] }),
    }),
  ),
  instructions: Type.Optional(
    Type.String({
      maxLength: 100_000,
      ...facts('Instructions', 'Text added to the system prompt of every conversation.', { default: '' }),
    }),
  ),
  approvalMode: Type.Optional(
    Type.Enum(
      ['read-only', 'ask', 'accept-edits', 'full'],
      facts(
        'Approval mode',
        '`ask`: require approval unless a rule allows the action; `read-only`: deny instead of asking; `accept-edits`: also allow edits in the workspace; `full`: allow everything.',
        { default: 'ask' },
      ),
    ),
  ),
  tools: section('Tools', 'Tools that the agent can use.', {
    allow: tools('Allow only these tools. Empty allows all.'),
    deny: tools('Never allow these tools.'),
  }),
  maxTurns: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 1000,
      ...facts('Turns per run', 'Maximum number of model calls in a run.', { default: 100 }),
    }),
  ),
  heartbeat: section('Heartbeat', 'Runs the agent periodically in its main session, with the notes stored for it.', {
    enabled: Type.Optional(Type.Boolean(facts('Enabled', 'Whether heartbeats run.', { default: false }))),
    every: Type.Optional(
      Type.String({
        pattern: '^[1-9][0-9]{0,5}(s|m|h|d)$',
        ...facts('Interval', 'Time between heartbeats, such as `90s`, `30m`, `2h`, or `1d`.', { default: '30m' }),
      }),
    ),
    prompt: Type.Optional(
      Type.String({
        maxLength: 10_000,
        ...facts('Prompt', 'Message sent to the agent. Empty: ask whether anything needs attention.', { default: '' }),
      }),
    ),
  }),
};

const Agent = Type.Object(
  {
    name: Type.Optional(
      Type.String({ minLength: 1, maxLength: 100, ...facts('Name', 'Display name. Default: the ID.') }),
    ),
    emoji: Type.Optional(Type.String({ maxLength: 16, ...facts('Avatar', 'An emoji.') })),
    workspace: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 4096,
        ...facts(
          'Workspace',
          'Folder that the agent works in. `~` is your home folder. Default: a folder in the Gatehouse home folder.',
        ),
      }),
    ),
    ...agentKeys,
  },
  { additionalProperties: false },
);

const Provider = Type.Object(
  {
    enabled: Type.Optional(
      Type.Boolean(facts('Enabled', 'Whether the models of this provider are available.', { default: true })),
    ),
    baseUrl: Type.Optional(
      Type.String({
        pattern: '^https?://',
        maxLength: 2048,
        ...facts('Address', "URL of the server. Default: the provider's own."),
      }),
    ),
    apiKey: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 4096,
        ...facts(
          'API key',
          'Enter keys in Settings, where they are stored encrypted, or reference an environment variable here as `${NAME}`.',
          { 'x-sensitive': true },
        ),
      }),
    ),
  },
  { additionalProperties: false },
);

const dollars = (title: string, of: string) =>
  Type.Optional(
    Type.Number({
      minimum: 0,
      maximum: 100_000,
      ...facts(title, `US dollars per million ${of} tokens.`, { default: 0 }),
    }),
  );

/** Price of a model, if it is unknown or differs from the built-in price. */
const Price = Type.Object(
  {
    input: dollars('Input', 'input'),
    output: dollars('Output', 'output'),
    cacheRead: dollars('Cache read', 'cache read'),
    cacheWrite: dollars('Cache write', 'cache write'),
  },
  { additionalProperties: false },
);

/** Letters, digits, `_`, `-`, `.`: valid in a session key and a file name. */
const ID = '^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$';

const HookMapping = Type.Object(
  {
    agent: Type.Optional(Type.String({ pattern: ID, ...facts('Agent', 'Agent to run. Default: the default agent.') })),
    session: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        ...facts('Session', 'Session key. Default: a new session for each request.'),
      }),
    ),
    message: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 10_000,
        ...facts(
          'Message',
          'Message sent to the agent, followed by the request body, which is marked as untrusted data. Without a message, requests are ignored.',
        ),
      }),
    ),
  },
  { additionalProperties: false },
);

/** The whole file. Every key is optional: an empty file is valid. */
export const Configuration = Type.Object(
  {
    $schema: Type.Optional(Type.String(facts('Schema', 'Used by editors only.', { 'x-reload': 'none' }))),
    agents: section('Agents', 'Agents and their settings.', {
      default: Type.Optional(
        Type.String({
          pattern: ID,
          ...facts('Default agent', 'ID of the agent used when none is specified.', { default: 'main' }),
        }),
      ),
      defaults: section('Defaults', 'Settings for all agents. An agent can override each of them.', agentKeys),
      entries: Type.Optional(
        Type.Record(Type.String({ pattern: ID }), Agent, {
          additionalProperties: false,
          ...facts('Agents by ID', 'Agents by ID.'),
        }),
      ),
    }),
    providers: Type.Optional(
      Type.Record(Type.String({ pattern: ID }), Provider, {
        additionalProperties: false,
        ...facts('Model providers', 'Providers by ID: anthropic, openai, ollama, demo, …'),
      }),
    ),
    sessions: SESSIONS_SECTION,
    limits: section('Limits', 'Timeouts and limits. Times are in milliseconds.', {
      approvalTtlMs: integer('Approval timeout', 'Time after which an unanswered approval expires and is denied.', {
        minimum: 1000,
        maximum: 30 * 24 * 60 * MINUTE_MS,
        default: APPROVAL_TTL_MS,
      }),
      commandTimeoutMs: integer('Command timeout', 'Time after which a foreground command is stopped.', {
        minimum: 1000,
        maximum: 24 * 60 * MINUTE_MS,
        default: 10 * MINUTE_MS,
      }),
      concurrentRuns: integer('Concurrent runs', 'Maximum number of concurrent runs. Other runs are queued.', {
        minimum: 1,
        maximum: 1000,
        default: 64,
      }),
      modelIdleTimeoutMs: integer('Model idle timeout', 'Time without data after which a model call fails.', {
        minimum: 1000,
        maximum: 60 * MINUTE_MS,
        default: 2 * MINUTE_MS,
      }),
      modelRetries: integer('Retries', 'Number of retries for a failed model call.', {
        minimum: 0,
        maximum: 10,
        default: 3,
      }),
      compactAt: Type.Optional(
        Type.Number({
          minimum: 0.1,
          maximum: 1,
          ...facts('Compact at', 'Share of the context window at which older messages are summarized.', {
            default: 0.8,
          }),
        }),
      ),
      compactAtMessages: integer(
        'Compact after',
        'Number of messages after which older ones are summarized, regardless of length.',
        {
          // Twelve messages are kept in full, so a lower limit would summarize at every message.
          minimum: 20,
          maximum: 1_000_000,
          default: 50,
        },
      ),
      rates: RATE_SECTION,
    }),
    schedules: section('Schedules', 'Limits for scheduled runs.', {
      maxJobs: integer('Maximum schedules', 'Maximum number of schedules, not counting heartbeats.', {
        minimum: 1,
        maximum: 10_000,
        default: 500,
      }),
      missedRuns: Type.Optional(
        Type.Enum(
          ['skip', 'once', 'all'],
          facts(
            'Missed runs',
            'What to do about ticks missed while the gateway was stopped or asleep. `skip`: only list them; `once`: run the last one; `all`: run the last few.',
            { default: 'once' },
          ),
        ),
      ),
      missedRunsMax: integer('Maximum missed runs', 'For `all`: maximum number of missed runs per schedule.', {
        minimum: 1,
        maximum: 100,
        default: 10,
      }),
    }),
    prices: Type.Optional(
      Type.Record(Type.String({ pattern: MODEL_NAME.pattern }), Price, {
        additionalProperties: false,
        ...facts('Prices', 'Prices by `provider/model`. They override the built-in prices.'),
      }),
    ),
    gateway: section('Network', 'Network access to this gateway. Access from other machines always uses TLS.', {
      bind: Type.Optional(
        Type.Enum(
          ['loopback', 'lan', 'tailnet', 'custom'],
          facts(
            'Network access',
            '`loopback`: this machine only; `lan`: the local network; `tailnet`: a Tailscale network; `custom`: the addresses below.',
            {
              default: 'loopback',
            },
          ),
        ),
      ),
      addresses: Type.Optional(
        Type.Array(Type.String({ maxLength: 64 }), {
          maxItems: 16,
          ...facts('Addresses', 'For `custom`: addresses of this machine to listen on.', { default: [] }),
        }),
      ),
      auth: SIGN_IN_SECTION,
      nodes: section('Nodes', 'Commands that agents can run on nodes.', {
        deny: Type.Optional(
          Type.Array(Type.String({ maxLength: 200 }), {
            maxItems: 200,
            ...facts('Denied commands', 'Commands that are never run on a node, even if they were approved.', {
              default: [],
            }),
          }),
        ),
      }),
      tls: section('Certificate', 'Your own certificate, instead of the generated one.', {
        certificate: Type.Optional(
          Type.String({
            maxLength: 1000,
            ...facts('Certificate', 'Path of a PEM file with the certificate chain.', { default: '' }),
          }),
        ),
        key: Type.Optional(
          Type.String({
            maxLength: 1000,
            ...facts('Key', 'Path of a PEM file with the private key.', { default: '' }),
          }),
        ),
      }),
    }),
    http: section('HTTP API', 'HTTP endpoints for other programs.', {
      openai: section('OpenAI-compatible API', 'Agents as models under `/v1`.', {
        enabled: Type.Optional(Type.Boolean(facts('Enabled', 'Whether `/v1` is available.', { default: true }))),
      }),
      tools: section('Tools', 'Single tool calls at `/tools/invoke`. The approval policy applies.', {
        allow: tools(
          'Tools available in addition to the read-only ones, such as `exec`, `process`, `write`, or `edit`.',
        ),
      }),
    }),
    hooks: section('Hooks', 'Endpoints that let other services start runs.', {
      enabled: Type.Optional(Type.Boolean(facts('Enabled', 'Whether `/hooks` is available.', { default: false }))),
      token: Type.Optional(
        Type.String({
          minLength: 16,
          maxLength: 512,
          ...facts(
            'Token',
            'Token for hooks, different from the gateway token. Reference an environment variable as `${NAME}`.',
            {
              'x-sensitive': true,
            },
          ),
        }),
      ),
      mappings: Type.Optional(
        Type.Record(Type.String({ pattern: ID }), HookMapping, {
          additionalProperties: false,
          ...facts('Hooks by name', 'Each hook is available at `/hooks/<name>`.'),
        }),
      ),
    }),
    network: section('Outgoing requests', 'Hosts that agents can connect to with the `fetch` tool.', {
      allow: Type.Optional(
        Type.Array(Type.String({ pattern: '^[^/\\s@]+$', maxLength: 260 }), {
          maxItems: 500,
          ...facts(
            'Allowed hosts',
            'Hosts that need no approval, such as `docs.example.org`. A service on a private network or on this machine can be reached only if it is listed with its port, such as `192.168.1.20:8080`.',
            { default: [] },
          ),
        }),
      ),
    }),
    logs: section('Logs', 'Log files.', {
      level: Type.Optional(
        Type.Enum(['debug', 'info', 'warn', 'error'], facts('Level', 'Minimum log level.', { default: 'info' })),
      ),
    }),
  },
  { additionalProperties: false },
);

/** A valid file with all `$include`s and `${ENV}` references resolved, before defaults. */
export type Configuration = Static<typeof Configuration>;
/** An agent as written in the file. */
export type AgentEntry = Static<typeof Agent>;
/** A provider as written in the file. */
export type ProviderEntry = Static<typeof Provider>;
/** The schema of a section of the file. */
export type ConfigurationSection = TObject;
