// All migrations, in order. A new one is a file here and a line below.
import { INITIAL_SCHEMA } from './001-initial-schema.ts';
import { SEARCH_INDEX } from './002-search.ts';
import { IDENTITY_TABLES } from './003-identity.ts';
import { SCHEDULE_TABLES } from './004-schedules.ts';
import { EARLIER_CONVERSATIONS } from './005-conversations.ts';
import { AGENT_FILE_VERSIONS } from './007-agent-files.ts';
import { OWN_TRANSCRIPT_ROWS } from './008-own-transcript-rows.ts';
import { OWN_GATEWAY_ID } from './009-gateway-id.ts';
import { JOB_TABLES } from './010-jobs.ts';
import { RULE_FILES } from './011-rule-files.ts';
import { SESSION_LIST_INDEX } from './012-session-list-index.ts';
import { RUN_QUEUE } from './013-run-queue.ts';
import { OUTBOUND_TABLE } from './014-outbound.ts';
import { RULE_EFFECTS } from './015-rule-effects.ts';
import { APPROVAL_MODES } from './016-approval-modes.ts';
import { CONSOLE_TABLES } from './017-console.ts';
import { SESSION_MACHINE } from './018-session-machine.ts';
import { PROJECT_TABLES } from './019-projects.ts';
import { WORKTREE_TABLE } from './020-worktrees.ts';
import { CHANGES_TABLES } from './021-changes.ts';
import { FILE_VERSIONS } from './022-file-versions.ts';
import { ATTACHMENT_BLOBS } from './023-attachment-blobs.ts';
import { RULE_PROJECTS } from './024-rule-projects.ts';
import { BUDGET_TABLES } from './025-budgets.ts';
import { DISPATCH_TABLE } from './026-dispatches.ts';
import { SESSION_PERSONA } from './027-session-persona.ts';
import { SESSION_CONTEXT } from './028-session-context.ts';
import { MODEL_REQUESTS } from './029-model-requests.ts';
import { SHARE_LINK_TABLE } from './030-share-links.ts';
import { SESSION_CHECKPOINTS } from './032-session-checkpoints.ts';
import { SCHEMA_COMPATIBILITY } from './033-schema-compatibility.ts';
import type { Migration } from './migration.ts';

/** The migrations by version. */
export const MIGRATIONS: readonly Migration[] = [
  INITIAL_SCHEMA,
  SEARCH_INDEX,
  IDENTITY_TABLES,
  SCHEDULE_TABLES,
  EARLIER_CONVERSATIONS,
  AGENT_FILE_VERSIONS,
  OWN_TRANSCRIPT_ROWS,
  OWN_GATEWAY_ID,
  JOB_TABLES,
  RULE_FILES,
  SESSION_LIST_INDEX,
  RUN_QUEUE,
  OUTBOUND_TABLE,
  RULE_EFFECTS,
  APPROVAL_MODES,
  CONSOLE_TABLES,
  SESSION_MACHINE,
  PROJECT_TABLES,
  WORKTREE_TABLE,
  CHANGES_TABLES,
  FILE_VERSIONS,
  ATTACHMENT_BLOBS,
  RULE_PROJECTS,
  BUDGET_TABLES,
  DISPATCH_TABLE,
  SESSION_PERSONA,
  SESSION_CONTEXT,
  MODEL_REQUESTS,
  SHARE_LINK_TABLE,
  SESSION_CHECKPOINTS,
  SCHEMA_COMPATIBILITY,
];
