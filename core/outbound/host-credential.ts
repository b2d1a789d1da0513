// A credential with its secret, as the egress proxy uses it.
import type { OutboundCredential } from '#contract/types/outbound.ts';
import type { Secret } from '../ports/secrets.ts';

/** A credential for one host. */
export interface HostCredential extends Pick<OutboundCredential, 'host' | 'port' | 'path' | 'use' | 'access' | 'user'> {
  readonly secret: Secret;
}
