// What nodes do for operators: commands that they run, events that they report, work that waits for them.
import { Type } from 'typebox';
import { defineMethod } from './define-method.ts';
import { publishedParams, publishedResult } from './published.ts';
import { NoParams, resultOf } from './results.ts';

/** Commands that reach the whole machine of a node, or what lies on it. */
const WHOLE_MACHINE = /^(system\.(run|execApprovals)(\.|$)|browser\.proxy|fs\.listDir$|terminal\.upload$)/;

/** What a node answered. */
export interface NodeInvocation {
  readonly ok: true;
  readonly nodeId: string;
  readonly command: string;
  readonly payload: unknown;
  readonly payloadJSON: string | null;
}

/** Work that a node is to do when it is in the foreground again. */
export interface NodeAction {
  readonly id: string;
  readonly command: string;
  readonly paramsJSON: string | null;
  readonly enqueuedAtMs: number;
}

export const NODE_METHODS = {
  'node.invoke': defineMethod({
    summary:
      'Runs a command on a node that is here: one that it declared, a person allowed and the configuration does not deny. Partial output comes as `node.invoke.progress`.',
    scope: ({ command }: { readonly command: string }) =>
      WHOLE_MACHINE.test(command) ? 'operator.admin' : 'operator.write',
    idempotent: true,
    params: publishedParams('NodeInvokeParams'),
    result: resultOf<NodeInvocation>('NodeInvocation'),
  }),
  'node.invoke.result': defineMethod({
    summary: 'Result of a command.',
    scope: 'any',
    role: 'node',
    params: publishedParams('NodeInvokeResultParams'),
    result: Type.Object({ ok: Type.Literal(true), ignored: Type.Optional(Type.Boolean()) }),
  }),
  'node.invoke.progress': defineMethod({
    summary: 'Partial output of a running command.',
    scope: 'any',
    role: 'node',
    params: publishedParams('NodeInvokeProgressParams'),
    result: Type.Object({ ok: Type.Literal(true), ignored: Type.Optional(Type.Boolean()) }),
  }),
  'node.event': defineMethod({
    summary: 'Reports an event of the node. Known events are sent to operators; others are logged and dropped.',
    scope: 'any',
    role: 'node',
    params: publishedParams('NodeEventParams'),
    result: publishedResult('NodeEventResult'),
  }),
  'node.rename': defineMethod({
    summary: 'Gives a node a name of its own.',
    scope: 'operator.pairing',
    params: publishedParams('NodeRenameParams'),
    result: resultOf<{ nodeId: string; displayName: string }>('NodeRename'),
  }),
  'node.pending.enqueue': defineMethod({
    summary: 'Leaves work for a node, also for one that is not here.',
    scope: 'operator.write',
    params: publishedParams('NodePendingEnqueueParams'),
    result: publishedResult('NodePendingEnqueueResult'),
  }),
  'node.pending.drain': defineMethod({
    summary: 'Pending work for the node. It stays pending until acknowledged.',
    scope: 'any',
    role: 'node',
    params: publishedParams('NodePendingDrainParams'),
    result: publishedResult('NodePendingDrainResult'),
  }),
  'node.pending.pull': defineMethod({
    summary: 'Pending work for the node, as actions.',
    scope: 'any',
    role: 'node',
    params: NoParams,
    result: resultOf<{ nodeId: string; actions: readonly NodeAction[] }>('NodeAction[]'),
  }),
  'node.pending.ack': defineMethod({
    summary: 'Acknowledges finished work.',
    scope: 'any',
    role: 'node',
    params: publishedParams('NodePendingAckParams'),
    result: resultOf<{ nodeId: string; ackedIds: readonly string[]; remainingCount: number }>('NodePendingAck'),
  }),
} as const;
