// Nodes: pairing, commands, events, pending work.
import type { NodeAction, NodeInvocation, NodePairRow, NodeRow, PendingNode } from '../types/nodes.ts';
import { defineMethod } from './define-method.ts';
import { publishedParams, publishedResult } from '../wire/published.ts';
import { NoParams, resultOf } from './results.ts';
import { Type } from 'typebox';

/** Commands that reach the whole machine of a node, or what lies on it. */
const WHOLE_MACHINE = /^(system\.(run|execApprovals)(\.|$)|browser\.proxy|fs\.listDir$|terminal\.upload$)/;

export const NODE_METHODS = {
  'node.list': defineMethod({
    summary: 'Nodes, whether they are here or not.',
    scope: 'operator.read',
    params: publishedParams('NodeListParams'),
    result: resultOf<{ ts: number; nodes: readonly NodeRow[] }>('NodeList'),
  }),
  'node.describe': defineMethod({
    summary: 'One node.',
    scope: 'operator.read',
    params: publishedParams('NodeDescribeParams'),
    result: resultOf<NodeRow & { ts: number }>('NodeRow'),
  }),
  'node.pair.list': defineMethod({
    summary: 'Nodes whose commands wait to be allowed, and those whose commands are.',
    scope: 'operator.pairing',
    rate: 'pairing',
    params: publishedParams('NodePairListParams'),
    result: resultOf<{ pending: readonly PendingNode[]; paired: readonly NodePairRow[] }>('NodePairList'),
  }),
  'node.pair.approve': defineMethod({
    summary: 'Allows what a node says that it can do.',
    scope: 'operator.pairing',
    rate: 'pairing',
    params: publishedParams('NodePairApproveParams'),
    result: resultOf<{ requestId: string; node: NodePairRow }>('NodePairApproval'),
  }),
  'node.pair.reject': defineMethod({
    summary: 'Does not allow it.',
    scope: 'operator.pairing',
    rate: 'pairing',
    params: publishedParams('NodePairRejectParams'),
    result: resultOf<{ requestId: string; nodeId: string }>('NodePairRejection'),
  }),
  'node.pair.remove': defineMethod({
    summary: 'Takes back what a node was allowed, and closes its connections.',
    scope: 'operator.pairing',
    rate: 'pairing',
    params: publishedParams('NodePairRemoveParams'),
    result: resultOf<{ nodeId: string }>('NodePairRemoval'),
  }),
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
