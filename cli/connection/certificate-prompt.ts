// First connection to a gateway: a certificate that the system doesn't trust must be confirmed by the user.
import { errorMessage } from '#contract/wire/errors.ts';
import { CommandError, EXIT } from '../output/exit-codes.ts';
import type { CommandContext } from '../parser/command.ts';
import { isYes } from '../terminal/confirm.ts';
import { notRunning } from './gateway-connection.ts';

const PROBE_TIMEOUT_MS = 10_000;

/**
 * The fingerprint to pin: the given one, none if the system trusts the certificate, or the one that the user confirms.
 * @throws {CommandError}
 */
export async function chooseFingerprint(
  { input, output }: CommandContext,
  origin: string,
  given: string | undefined,
): Promise<string | undefined> {
  if (!origin.startsWith('https:') || given !== undefined) return given;
  const fingerprint = await untrustedFingerprint(origin);
  if (fingerprint === undefined) return undefined;
  if (!input.canPrompt)
    throw new CommandError(EXIT.denied, `the certificate of ${origin} is not trusted`, {
      hint: `Compare it with Settings > Phone & devices on the gateway, then pass --fingerprint ${fingerprint}`,
    });
  output.note(`The certificate of ${origin} can't be verified. Its SHA-256 fingerprint is:\n\n  ${fingerprint}\n`);
  const answer = await input.prompt('Does it match the one in Settings > Phone & devices on the gateway? [y/N] ');
  if (isYes(answer)) return fingerprint;
  throw new CommandError(EXIT.canceled, 'canceled: certificate not trusted');
}

async function untrustedFingerprint(origin: string): Promise<string | undefined> {
  const { openTlsChannel, UntrustedCertificate } = await import('./tls-channel.ts');
  try {
    const signal = AbortSignal.timeout(PROBE_TIMEOUT_MS);
    const channel = await openTlsChannel(origin.replace(/^http/, 'ws'), undefined, signal);
    channel.close(1000, 'certificate checked');
    return undefined;
  } catch (error) {
    if (error instanceof UntrustedCertificate) return error.fingerprint;
    throw notRunning(origin, errorMessage(error), { cause: error });
  }
}
