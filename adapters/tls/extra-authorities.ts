// Trusts the certificate authorities in NODE_EXTRA_CA_CERTS, such as a company's. Node does so itself, but the packaged desktop app
// ignores Node's variables.
import { readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { Log } from '#core/ports/log.ts';
import type { Environment } from '../configuration/substitution.ts';

const VARIABLE = 'NODE_EXTRA_CA_CERTS';
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** Applies to every TLS connection of this process. */
export function trustExtraAuthorities(environment: Environment, log: Log): void {
  const file = environment[VARIABLE] ?? '';
  if (file === '') return;
  try {
    const extra = readFileSync(file, 'utf8').match(CERTIFICATE) ?? [];
    setDefaultCACertificates([...getCACertificates('default'), ...extra]);
    if (extra.length === 0) log.warn(`${VARIABLE} has no certificate.`, { file });
  } catch (error) {
    log.warn(`Couldn't read the certificates in ${VARIABLE}.`, { file, error: String(error) });
  }
}
