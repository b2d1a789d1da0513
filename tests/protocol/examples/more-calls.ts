// Calls besides the examples, for options that a method reads only together with others.
import type { MethodName, MethodParams } from '#contract/methods/registry.ts';
import { MODEL } from '../support/protocol-host.ts';
import type { ExampleWorld } from './world.ts';

/** One more call of a method; it may be refused. */
export interface MoreCall<M extends MethodName = MethodName> {
  readonly method: M;
  readonly params: (world: ExampleWorld) => MethodParams<M> | Promise<MethodParams<M>>;
}

function moreCall<M extends MethodName>(method: M, params: MoreCall<M>['params']): MoreCall {
  // A call is made with the params of its own method only.
  return { method, params } as unknown as MoreCall;
}

const [provider = '', model = ''] = MODEL.split('/');

/** The calls. */
export const MORE_CALLS: readonly MoreCall[] = [
  moreCall('agent', () => ({ message: 'Hello', provider, model, sessionId: 'unknown', idempotencyKey: 'more-agent' })),
  moreCall('sessions.usage', () => ({ agentId: 'main', agentScope: 'all' as const, timeZone: 'Europe/Oslo' })),
  moreCall('sessions.create', () => ({ displayName: 'Without a label', idempotencyKey: 'more-create' })),
  moreCall('sessions.spawn', () => ({ displayName: 'Without a label', idempotencyKey: 'more-spawn' })),
  moreCall('sessions.resolve', () => ({ key: 'nobody', allowMissing: true })),
  moreCall('changes.list', () => ({ sessionKey: 'agent:main:main', scope: 'commit' as const, commit: 'abcd1234' })),
  moreCall('cron.get', () => ({ jobId: 'unknown' })),
  moreCall('cron.update', () => ({ jobId: 'unknown', patch: {} })),
  moreCall('cron.remove', () => ({ jobId: 'unknown' })),
  moreCall('cron.run', () => ({ jobId: 'unknown' })),
  moreCall('cron.runs', () => ({ jobId: 'unknown' })),
];
