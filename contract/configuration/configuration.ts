// The configuration file `gatehouse.json5`. Its types, defaults, validation, settings form, and example derive from this schema.
import { Type, type Static } from 'typebox';
import { AGENTS } from './agents.ts';
import { APPROVALS } from './approvals.ts';
import { BACKUP } from './backup.ts';
import { CHANNELS } from './channels.ts';
import { CONSOLE } from './console.ts';
import { DESKTOP } from './desktop.ts';
import { key, type Filled } from './define-key.ts';
import { GATEWAY } from './gateway.ts';
import { HOOKS } from './hooks.ts';
import { HTTP } from './http.ts';
import { LIMITS } from './limits.ts';
import { LOGS } from './logs.ts';
import { MACHINES } from './machines.ts';
import { MODELS } from './models.ts';
import { NETWORK } from './network.ts';
import { PROJECTS } from './projects.ts';
import { PRICES, PROVIDERS } from './providers.ts';
import { SCHEDULES } from './schedules.ts';
import { SECRET_SCAN } from './secret-scan.ts';
import { SESSIONS } from './sessions.ts';
import { TERMINALS } from './terminals.ts';
import { TITLES } from './titles.ts';
import { TRANSCRIPTION } from './transcription.ts';
import { UPDATES } from './updates.ts';
import { WORKSPACES } from './workspaces.ts';

/** The whole file. Every key is optional: an empty file is valid. A new section is one file and one line here. */
export const Configuration = Type.Object(
  {
    $schema: key('Schema', 'Used by editors only.', Type.String(), { 'x-reload': 'none' }),
    agents: AGENTS,
    providers: PROVIDERS,
    sessions: SESSIONS,
    titles: TITLES,
    transcription: TRANSCRIPTION,
    approvals: APPROVALS,
    machines: MACHINES,
    workspaces: WORKSPACES,
    projects: PROJECTS,
    limits: LIMITS,
    console: CONSOLE,
    terminals: TERMINALS,
    desktop: DESKTOP,
    updates: UPDATES,
    backup: BACKUP,
    channels: CHANNELS,
    schedules: SCHEDULES,
    models: MODELS,
    prices: PRICES,
    gateway: GATEWAY,
    http: HTTP,
    hooks: HOOKS,
    network: NETWORK,
    secretScan: SECRET_SCAN,
    logs: LOGS,
  },
  { additionalProperties: false },
);

/** A valid file with all `$include`s and `${ENV}` references resolved, before defaults. */
export type Configuration = Static<typeof Configuration>;
/** A configuration with its defaults filled in. */
export type FilledConfiguration = Filled<typeof Configuration>;
