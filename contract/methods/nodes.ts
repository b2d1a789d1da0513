// Nodes: pairing, commands, events, pending work.
import type { NodeAction, NodeInvocation, NodePairRow, NodeRow, PendingNode } from '../types/nodes.ts';
import { defineMethod, pairingMethod, readMethod, writeMethod } from './define-method.ts';
import { published, publishedParams } from '../wire/published.ts';
import { NoParams, resultType } from './results.ts';
import { Type } from 'typebox';

/** Commands that give access to a node's whole machine. */
const WHOLE_MACHINE = /^(system\.(run|execApprovals)(\.|$)|browser\.proxy|fs\.listDir$|terminal\.upload$)/;

/** Methods that pair nodes, run commands on them, and queue work for them. */
export const NODE_METHODS = {
  'node.list': readMethod({
    summary: 'Lists nodes, connected or not.',
    params: publishedParams('NodeListParams'),
    result: resultType<{ ts: number; nodes: readonly NodeRow[] }>('NodeList'),
  }),
  'node.describe': readMethod({
    summary: 'Returns a node.',
    params: publishedParams('NodeDescribeParams'),
    result: resultType<NodeRow & { ts: number }>('NodeRow'),
  }),
  'node.pair.list': pairingMethod({
    whileReadOnly: true,
    summary: 'Lists nodes with commands pending approval and nodes with approved commands.',
    params: publishedParams('NodePairListParams'),
    result: resultType<{ pending: readonly PendingNode[]; paired: readonly NodePairRow[] }>('NodePairList'),
  }),
  'node.pair.approve': pairingMethod({
    summary: 'Approves the commands that a node declares.',
    freshProof: true,
    params: publishedParams('NodePairApproveParams'),
    result: resultType<{ requestId: string; node: NodePairRow }>('NodePairApproval'),
  }),
  'node.pair.reject': pairingMethod({
    summary: 'Rejects the commands that a node declares.',
    params: publishedParams('NodePairRejectParams'),
    result: resultType<{ requestId: string; nodeId: string }>('NodePairRejection'),
  }),
  'node.pair.remove': pairingMethod({
    summary: "Revokes a node's approved commands and closes its connections.",
    params: publishedParams('NodePairRemoveParams'),
    result: resultType<{ nodeId: string }>('NodePairRemoval'),
  }),
  'node.invoke': defineMethod({
    summary:
      'Runs a command on a connected node. The node must declare the command, a person must have approved it, and the configuration must not deny it. Partial output is sent as `node.invoke.progress`.',
    scope: ({ command }: { readonly command: string }) =>
      WHOLE_MACHINE.test(command) ? 'operator.admin' : 'operator.write',
    idempotent: true,
    params: publishedParams('NodeInvokeParams'),
    unsupported: ['sessionKey', 'turnSourceChannel', 'turnSourceTo', 'turnSourceAccountId', 'turnSourceThreadId'],
    result: resultType<NodeInvocation>('NodeInvocation'),
  }),
  'node.invoke.result': defineMethod({
    summary: 'Returns the result of a command to the gateway.',
    scope: 'any',
    role: 'node',
    params: publishedParams('NodeInvokeResultParams'),
    result: Type.Object({ ok: Type.Literal(true), ignored: Type.Optional(Type.Boolean()) }),
  }),
  'node.invoke.progress': defineMethod({
    summary: 'Sends partial output of a running command.',
    scope: 'any',
    role: 'node',
    params: publishedParams('NodeInvokeProgressParams'),
    result: Type.Object({ ok: Type.Literal(true), ignored: Type.Optional(Type.Boolean()) }),
  }),
  'node.event': defineMethod({
    summary: 'Reports an event of the node. Known events are sent to operators; others are logged and dropped.',
    scope: 'any',
    role: 'node',
    ...published('NodeEvent'),
  }),
  'node.rename': defineMethod({
    summary: 'Renames a node.',
    scope: 'operator.pairing',
    params: publishedParams('NodeRenameParams'),
    result: resultType<{ nodeId: string; displayName: string }>('NodeRename'),
  }),
  'node.pending.enqueue': writeMethod({
    summary: "Queues work for a node, even if it isn't connected.",
    ...published('NodePendingEnqueue'),
    unsupported: ['wake'],
  }),
  'node.pending.drain': defineMethod({
    summary: "Returns the node's queued work. It stays queued until it is acknowledged.",
    scope: 'any',
    role: 'node',
    ...published('NodePendingDrain'),
  }),
  'node.pending.pull': defineMethod({
    summary: "Returns the node's queued work as actions.",
    scope: 'any',
    role: 'node',
    params: NoParams,
    result: resultType<{ nodeId: string; actions: readonly NodeAction[] }>('NodeAction[]'),
  }),
  'node.pending.ack': defineMethod({
    summary: 'Acknowledges finished work.',
    scope: 'any',
    role: 'node',
    params: publishedParams('NodePendingAckParams'),
    result: resultType<{ nodeId: string; ackedIds: readonly string[]; remainingCount: number }>('NodePendingAck'),
  }),
} as const;
