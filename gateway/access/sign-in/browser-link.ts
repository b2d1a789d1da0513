// The link that signs one browser in.
import { unavailable } from '#contract/wire/errors.ts';
import type { GatewayRuntime } from '../../server/runtime.ts';

/** A single-use link. The code is in the fragment, which never reaches a server or a log. */
export async function browserLink({
  address,
  browsers,
}: Pick<GatewayRuntime, 'address' | 'browsers'>): Promise<{ readonly url: string; readonly expiresAtMs: number }> {
  const origin = address()?.origin;
  if (origin === undefined) throw unavailable('the gateway is not listening yet');
  const { code, expiresAtMs } = await browsers.makeCode();
  return { url: `${origin}/#code=${code}`, expiresAtMs };
}
