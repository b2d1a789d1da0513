// The certificate for access from other machines: the user's own, or one that is generated once, because devices pin it.
import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;
const YEARS = 10;

/** A certificate with its key, PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
  /** SHA-256 of the certificate, as hex pairs. */
  readonly fingerprint: string;
  readonly source: 'self-made' | 'own';
}

/** Files of the user's own certificate. */
export interface OwnCertificate {
  readonly certificate: string;
  readonly key: string;
}

/** Loads the user's own certificate, or the one in `folder`, which is generated if it is missing. @throws if a file can't be read. */
export async function loadCertificate(
  folder: string,
  own: OwnCertificate | undefined,
  addresses: readonly string[],
): Promise<Certificate> {
  if (own !== undefined)
    return toCertificate(readFileSync(own.certificate, 'utf8'), readFileSync(own.key, 'utf8'), 'own');
  const files = { cert: join(folder, 'gateway.crt'), key: join(folder, 'gateway.key') };
  if (!existsSync(files.cert) || !existsSync(files.key)) {
    const generated = await generateCertificate(addresses);
    mkdirSync(folder, { recursive: true, mode: FOLDER_MODE });
    writeFileSync(files.key, generated.private, { mode: FILE_MODE });
    writeFileSync(files.cert, generated.cert, { mode: FILE_MODE });
  }
  return toCertificate(readFileSync(files.cert, 'utf8'), readFileSync(files.key, 'utf8'), 'self-made');
}

async function generateCertificate(addresses: readonly string[]) {
  const { generate } = await import('selfsigned');
  const notBeforeDate = new Date();
  const notAfterDate = new Date(notBeforeDate);
  notAfterDate.setFullYear(notAfterDate.getFullYear() + YEARS);
  return generate([{ name: 'commonName', value: 'Gatehouse' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate,
    notAfterDate,
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [{ type: 2, value: hostname() }, ...addresses.map((ip) => ({ type: 7, ip }) as const)],
      },
    ],
  });
}

function toCertificate(cert: string, key: string, source: Certificate['source']): Certificate {
  return { cert, key, source, fingerprint: new X509Certificate(cert).fingerprint256 };
}
