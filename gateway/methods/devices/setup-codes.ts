// Setup codes: pair a phone by scanning a QR code.
import { readNetworkAccess } from '../../access/network-access.ts';
import type { NetworkAccessStatus } from '#contract/types/network-access.ts';
import type { SetupAccess } from '../../access/identity/setup-codes.ts';
import type { DEVICE_METHODS } from '#contract/methods/devices.ts';
import { invalidRequest, unavailable } from '#contract/wire/errors.ts';
import type { Call, HandlersFor } from '../../server/dispatch/handler.ts';
import { auditLine } from '../../server/dispatch/audit-line.ts';

/** Addresses that a device outside may be given by hand: never without TLS. */
const PUBLIC_URL = /^wss:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/;

export const SETUP_CODE_HANDLERS: Pick<
  HandlersFor<typeof DEVICE_METHODS>,
  'device.pair.setupCode' | 'device.pair.setupStatus'
> = {
  async 'device.pair.setupCode'({ publicUrl, includeQr, bootstrapProfile, joinUrl }, call) {
    const { identity } = call.gateway;
    if (publicUrl !== undefined && !PUBLIC_URL.test(publicUrl))
      throw invalidRequest('publicUrl must be a wss:// URL without query or user name', 'PUBLIC_URL_INVALID');
    const access = toAccess(bootstrapProfile);
    const network = await readNetworkAccess(call.gateway);
    const { urls, source } = listAddresses(network, publicUrl, call);
    const [url] = urls;
    if (url === undefined) throw unavailable('the gateway is not listening yet');
    const { setupId, bootstrapToken, expiresAtMs } = identity.setup.make(access);
    await auditLine(call, 'setup-code.made', setupId, { access });
    const pin =
      network.fingerprint === undefined
        ? {}
        : { tlsFingerprint: network.fingerprint.replaceAll(':', '').toLowerCase() };
    const several = urls.length > 1 ? { urls } : {};
    const content = { url, ...several, bootstrapToken, expiresAtMs, ...pin };
    const setupCode = Buffer.from(JSON.stringify(content)).toString('base64url');
    const join = joinUrl === true ? await browserUrl(url, call) : undefined;
    return {
      setupId,
      setupCode,
      ...(join === undefined ? {} : { joinUrl: join.joinUrl }),
      ...(includeQr === false ? {} : { qrDataUrl: await qrImage(join?.joinUrl ?? setupCode) }),
      gatewayUrl: url,
      ...(urls.length > 1 ? { gatewayUrls: [...urls] } : {}),
      auth: 'token',
      urlSource: source,
      access,
      expiresAtMs: join?.expiresAtMs ?? expiresAtMs,
    };
  },

  'device.pair.setupStatus'({ setupId }, { gateway }) {
    const completion = gateway.identity.setup.outcome(setupId);
    return completion === undefined ? {} : { completion };
  },
};

function toAccess(profile: string | undefined): SetupAccess {
  return profile === 'limited' || profile === 'node' ? profile : 'full';
}

/** Every address at which a phone can find us; loopback only when there is no other. */
function listAddresses(network: NetworkAccessStatus, publicUrl: string | undefined, { gateway }: Call) {
  const found = network.addresses.flatMap(({ url }) => (url === undefined ? [] : [url.replace('https://', 'wss://')]));
  if (publicUrl !== undefined) return { urls: [publicUrl, ...found], source: 'request.publicUrl' };
  if (found.length > 0) return { urls: found, source: `gateway.bind=${network.mode}` };
  const origin = gateway.address()?.origin;
  return { urls: origin === undefined ? [] : [origin.replace('http://', 'ws://')], source: 'loopback' };
}

/** A link that signs one browser in; its code is in the fragment, which browsers don't send. */
async function browserUrl(url: string, { gateway }: Call) {
  const { code, expiresAtMs } = await gateway.browsers.makeCode();
  return { joinUrl: `${url.replace(/^ws/, 'http').replace(/\/$/, '')}/#code=${code}`, expiresAtMs };
}

async function qrImage(text: string): Promise<string> {
  const { toDataURL } = (await import('qrcode')).default;
  return toDataURL(text, { errorCorrectionLevel: 'L', margin: 2, scale: 5 });
}
