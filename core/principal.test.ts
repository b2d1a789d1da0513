import { describe, expect, it } from 'vitest';
import {
  GATEWAY,
  gatewayPrincipal,
  clientPrincipal,
  agentPrincipal,
  schedulePrincipal,
  policyPrincipal,
  formatPrincipal,
  type CallOrigin,
} from './principal.ts';

/** These texts are in the audit log, in events and on the wire: a change would break the reading of what is stored. */
describe('the stored name of a principal', () => {
  const client = (origin: CallOrigin) => clientPrincipal(origin, []);

  it.each([
    [client({ kind: 'client', name: 'desktop app' }), 'desktop app'],
    [client({ kind: 'client', name: 'cli', address: '192.168.1.7' }), 'cli (192.168.1.7)'],
    [client({ kind: 'api-key', name: 'CI', address: '127.0.0.1' }), 'key CI (127.0.0.1)'],
    [client({ kind: 'hook', name: 'deploy', address: '10.0.0.2' }), 'hook:deploy (10.0.0.2)'],
    [agentPrincipal({ agentId: 'main', ownerId: 'ada' }), 'agent:main'],
    [schedulePrincipal('s1', 'ada'), 'cron:s1'],
    [policyPrincipal('rule:r1', 'ada'), 'rule:r1'],
    [gatewayPrincipal('retention'), 'retention'],
    [GATEWAY, 'gatehouse'],
  ])('of %j is %s', (principal, name) => {
    expect(formatPrincipal(principal)).toBe(name);
  });
});
