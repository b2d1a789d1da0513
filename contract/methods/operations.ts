// What an operator looks at: updates, stability, who waits for an answer.
import { Type } from 'typebox';
import { defineMethod } from './define-method.ts';
import { publishedParams, publishedResult } from './published.ts';
import { closed, resultOf } from './results.ts';

/** One record of how the process fares: a run that ended, a call that failed, a held-up event loop, memory in use. */
export interface DiagnosticsEvent {
  readonly seq: number;
  /** Unix ms. */
  readonly ts: number;
  readonly type: string;
  readonly [fact: string]: unknown;
}

/** Answer to `diagnostics.stability`. */
export interface DiagnosticsReport {
  readonly generatedAt: string;
  /** Records kept; older ones are dropped. */
  readonly capacity: number;
  /** Records kept now that fit the question. */
  readonly count: number;
  readonly dropped: number;
  readonly firstSeq?: number;
  readonly lastSeq?: number;
  readonly events: readonly DiagnosticsEvent[];
  readonly summary: {
    readonly byType: Readonly<Record<string, number>>;
    readonly memory?: { readonly latest: Readonly<Record<string, number>>; readonly maxRssBytes: number };
    readonly eventLoop: { readonly delays: number; readonly longestMs: number };
  };
}

/** Nothing of these kinds can wait: a list that clients ask for and that is truly empty. */
const EmptyList = resultOf<readonly never[]>('[]');

export const OPERATION_METHODS = {
  'update.status': defineMethod({
    summary: 'Update status. Gatehouse does not check for updates, so none is ever reported.',
    scope: 'operator.admin',
    stub: true,
    params: publishedParams('UpdateStatusParams'),
    result: publishedResult('UpdateStatusResult'),
  }),
  'audit.list': defineMethod({
    summary:
      'What agents did: runs and tool calls, newest first, by cursor; nothing of what was said. `audit.entries` is the record of decisions and changes.',
    scope: 'operator.read',
    params: publishedParams('AuditListParams'),
    result: publishedResult('AuditListResult'),
  }),
  'diagnostics.stability': defineMethod({
    summary: 'How the process fares since it was started: runs, failed calls, held-up moments, memory; bounded.',
    scope: 'operator.read',
    params: closed({
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
      type: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
      sinceSeq: Type.Optional(Type.Integer({ minimum: 0 })),
    }),
    result: resultOf<DiagnosticsReport>('DiagnosticsReport'),
  }),
  'plugin.approval.list': defineMethod({
    summary: 'Pending plugin approvals. There are no plugins, so the list is always empty.',
    scope: 'operator.approvals',
    stub: true,
    params: closed({}),
    result: EmptyList,
  }),
  'openclaw.approval.list': defineMethod({
    summary: 'Pending approvals of OpenClaw’s system agent. Gatehouse has none, so the list is always empty.',
    scope: 'operator.approvals',
    stub: true,
    params: closed({}),
    result: EmptyList,
  }),
} as const;
