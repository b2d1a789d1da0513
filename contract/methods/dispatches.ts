// Dispatches: one prompt sent to several agents or models at once, each in its own worktree.
import { Type } from 'typebox';
import type { Dispatch } from '../types/dispatches.ts';
import { APPROVAL_MODES, type ApprovalMode } from '../types/approval-modes.ts';
import { PROJECT_ID_PATTERN, PROJECT_LIMITS } from '../types/projects.ts';
import { adminMethod, defineMethod, readMethod, writeMethod } from './define-method.ts';
import { PersonaChoice } from './personas.ts';
import { Id, closed, resultType } from './results.ts';

const MAX_LISTED = 200;
/** The handler's limit is lower and says what to do. */
const MAX_PARSED_ENTRIES = 100;
const Name = Type.String({ minLength: 1, maxLength: 200 });
const DispatchResult = resultType<{ readonly dispatch: Dispatch }>('Dispatch');

const Entry = closed({
  agentId: Type.Optional(Name),
  model: Type.Optional(Name),
  thinkingLevel: Type.Optional(Name),
  machine: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  approvalMode: Type.Optional(Type.Enum([...APPROVAL_MODES])),
  persona: Type.Optional(PersonaChoice),
});

interface Entries {
  readonly entries: readonly { readonly machine?: string; readonly approvalMode?: ApprovalMode }[];
}
/** As in `sessions.patch`: another machine can mean less isolation, and full access has none. */
const needsProof = ({ entries }: Entries): boolean =>
  entries.some(({ machine, approvalMode }) => machine !== undefined || approvalMode === 'full');

/** Methods for dispatches. */
export const DISPATCH_METHODS = {
  'dispatches.create': defineMethod({
    summary:
      'Sends a prompt to several agents or models, each in a new worktree and session. Returns as soon as the dispatch is saved; each entry then starts or fails separately. `machine` and full access require an administrator and a fresh proof.',
    scope: (params) => (needsProof(params) ? 'operator.admin' : 'operator.write'),
    freshProof: needsProof,
    params: closed({
      prompt: Type.String({ maxLength: 1_000_000 }),
      attachments: Type.Optional(Type.Array(Type.Unknown())),
      projectId: Type.Optional(Type.String({ pattern: PROJECT_ID_PATTERN })),
      folder: Type.Optional(Type.String({ minLength: 1, maxLength: 4_096 })),
      baseRef: Type.Optional(Name),
      entries: Type.Array(Entry, { minItems: 1, maxItems: MAX_PARSED_ENTRIES }),
      allowSecrets: Type.Optional(Type.Boolean()),
      idempotencyKey: Id,
    }),
    result: DispatchResult,
    idempotent: 'engine',
    rate: 'chatSend',
  }),
  'dispatches.list': readMethod({
    summary: 'Lists dispatches, newest first, with the start of their prompts.',
    params: closed({
      archived: Type.Optional(Type.Boolean()),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_LISTED })),
    }),
    result: resultType<{ readonly dispatches: readonly Dispatch[] }>('Dispatch[]'),
  }),
  'dispatches.get': readMethod({
    summary: 'Returns a dispatch.',
    params: closed({ id: Id }),
    result: DispatchResult,
  }),
  'dispatches.retry': writeMethod({
    summary: "Starts an entry that couldn't be started.",
    params: closed({ id: Id, entryId: Id }),
    result: DispatchResult,
  }),
  'dispatches.test': writeMethod({
    summary:
      "Runs a command in the worktrees of a dispatch (default: the project's test command, in all of them). The approval policy applies as if the agents had called it. Returns immediately; results are saved in the dispatch.",
    params: closed({
      id: Id,
      entryIds: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: MAX_PARSED_ENTRIES })),
      command: Type.Optional(Type.String({ minLength: 1, maxLength: PROJECT_LIMITS.testCommand })),
    }),
    result: DispatchResult,
  }),
  'dispatches.archive': adminMethod({
    summary:
      'Archives a dispatch with its sessions, and removes their worktrees, which can be restored for 30 days. `keep`: entries to leave as they are.',
    params: closed({ id: Id, keep: Type.Optional(Type.Array(Id, { maxItems: MAX_PARSED_ENTRIES })) }),
    result: DispatchResult,
    isLong: true,
  }),
  'dispatches.restore': adminMethod({
    summary: 'Restores an archived dispatch with its sessions and worktrees.',
    params: closed({ id: Id }),
    result: DispatchResult,
    isLong: true,
  }),
} as const;
