// Setup codes: pair a phone by scanning a QR code.
import type { NetworkAccessStatus } from '#contract/types/network-access.ts';
import { defined } from '#contract/types/defined.ts';
import { invalidRequest, unavailable } from '#contract/wire/errors.ts';
import { defineHandlers, type Call } from '../../server/dispatch/handler.ts';

/** Public addresses that a caller may specify: only with TLS. */
const PUBLIC_URL = /^wss:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/;

export const SETUP_CODE_HANDLERS = defineHandlers({
  async 'device.pair.setupCode'({ publicUrl, includeQr, bootstrapProfile, joinUrl }, call) {
    const { identity } = call.gateway;
    if (publicUrl !== undefined && !PUBLIC_URL.test(publicUrl))
      throw invalidRequest('publicUrl must be a wss:// URL without credentials or a query.', 'PUBLIC_URL_INVALID');
    const access = bootstrapProfile === 'limited' || bootstrapProfile === 'node' ? bootstrapProfile : 'full';
    const network = await call.gateway.networkAccess();
    const { urls, source } = listAddresses(network, publicUrl, call);
    const [url] = urls;
    if (url === undefined) throw unavailable("The gateway isn't listening yet.");
    const { setupId, bootstrapToken, expiresAtMs } = identity.setup.make(access);
    await call.audit('setup-code.made', setupId, { access });
    const tlsFingerprint = network.fingerprint?.replaceAll(':', '').toLowerCase();
    const several = urls.length > 1 ? urls : undefined;
    const content = defined({ url, urls: several, bootstrapToken, expiresAtMs, tlsFingerprint });
    const setupCode = Buffer.from(JSON.stringify(content)).toString('base64url');
    const link = joinUrl === true ? await call.gateway.browsers.makeLink(url.replace(/^ws/, 'http')) : undefined;
    return {
      setupId,
      setupCode,
      ...defined({ joinUrl: link?.url, gatewayUrls: several }),
      ...(includeQr === false ? {} : { qrDataUrl: await qrImage(link?.url ?? setupCode) }),
      gatewayUrl: url,
      auth: 'token',
      urlSource: source,
      access,
      expiresAtMs: link?.expiresAtMs ?? expiresAtMs,
    };
  },

  'device.pair.setupStatus'({ setupId }, { gateway }) {
    const completion = gateway.identity.setup.outcome(setupId);
    return completion === undefined ? {} : { completion };
  },
});

/** Every address at which a phone can connect; loopback only when there is no other. */
function listAddresses(network: NetworkAccessStatus, publicUrl: string | undefined, { gateway }: Call) {
  const found = network.addresses.flatMap(({ url }) => (url === undefined ? [] : [url.replace('https://', 'wss://')]));
  if (publicUrl !== undefined) return { urls: [publicUrl, ...found], source: 'request.publicUrl' };
  if (found.length > 0) return { urls: found, source: `gateway.bind=${network.mode}` };
  const origin = gateway.address()?.origin;
  return { urls: origin === undefined ? [] : [origin.replace('http://', 'ws://')], source: 'loopback' };
}

async function qrImage(text: string): Promise<string> {
  const { toDataURL } = (await import('qrcode')).default;
  return toDataURL(text, { errorCorrectionLevel: 'L', margin: 2, scale: 5 });
}
