// The network: who can reach us, and the code by which a phone gets in.
import { invalidRequest, unavailable } from '#contract/wire/errors.ts';
import type { NetworkAccessStatus } from '#contract/types/network-access.ts';
import type { Call, Handlers } from '../../server/dispatch/handler.ts';
import type { SetupAccess } from '../../access/identity/setup-codes.ts';
import { auditLine } from '../audit/audit-line.ts';

type NetworkAccessMethods =
  | 'browsers.list'
  | 'browsers.revoke'
  | 'network.status'
  | 'network.set'
  | 'device.pair.setupCode'
  | 'device.pair.setupStatus';

/** Addresses that a device outside may be given by hand: never without TLS. */
const PUBLIC_URL = /^wss:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/;

export const NETWORK_ACCESS_HANDLERS: Handlers<NetworkAccessMethods> = {
  'network.status': (_params, call) => readNetworkAccess(call),

  async 'network.set'({ mode, addresses }, call) {
    const { services, gateway } = call;
    if (mode === 'custom' && (addresses ?? []).length === 0)
      throw invalidRequest('say which addresses of this machine', 'ADDRESSES_MISSING');
    await auditLine(call, 'reach.changed', mode, addresses === undefined ? {} : { addresses });
    await services.config.merge({ gateway: { bind: mode, ...(addresses === undefined ? {} : { addresses }) } });
    const status = await readNetworkAccess(call);
    gateway.publish('settings.changed', { what: 'reach', ts: services.clock.now() });
    return status;
  },

  async 'device.pair.setupCode'({ publicUrl, includeQr, bootstrapProfile, joinUrl }, call) {
    const { identity } = call.gateway;
    if (publicUrl !== undefined && !PUBLIC_URL.test(publicUrl))
      throw invalidRequest('publicUrl must be a wss:// address without query or user', 'PUBLIC_URL_INVALID');
    const access = accessOf(bootstrapProfile);
    const reach = await readNetworkAccess(call);
    const { urls, source } = addressesOf(reach, publicUrl, call);
    const [url] = urls;
    if (url === undefined) throw unavailable('the gateway does not listen yet');
    const { setupId, bootstrapToken, expiresAtMs } = identity.setup.make(access);
    await auditLine(call, 'setup-code.made', setupId, { access });
    const pin =
      reach.fingerprint === undefined ? {} : { tlsFingerprint: reach.fingerprint.replaceAll(':', '').toLowerCase() };
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

  async 'browsers.list'(_params, { gateway, connection }) {
    const here = new Set([...gateway.connections()].map(({ browserSession }) => browserSession));
    const browsers = (await gateway.browsers.list()).map(({ createdAt, expiresAt, publicKey: _key, ...facts }) => ({
      ...facts,
      createdAtMs: createdAt,
      expiresAtMs: expiresAt,
      connected: here.has(facts.id),
      isSelf: facts.id === connection.browserSession,
    }));
    return { browsers };
  },

  async 'browsers.revoke'({ id }, call) {
    const { gateway, afterAnswer } = call;
    if (!(await gateway.browsers.end(id))) throw invalidRequest('this browser is not signed in', 'UNKNOWN_BROWSER');
    await auditLine(call, 'browser.signed-out', id.slice(0, 12), {});
    gateway.identity.changed();
    afterAnswer(() => gateway.identity.cutBrowser(id));
    return { id };
  },

  'device.pair.setupStatus'({ setupId }, { gateway }) {
    const completion = gateway.identity.setup.outcome(setupId);
    return completion === undefined ? {} : { completion };
  },
};

function accessOf(profile: string | undefined): SetupAccess {
  return profile === 'limited' || profile === 'node' ? profile : 'full';
}

async function readNetworkAccess({ gateway }: Call): Promise<NetworkAccessStatus> {
  const address = gateway.address();
  if (address === undefined) throw unavailable('the gateway does not listen yet');
  return (await address.reach?.()) ?? { mode: 'loopback', port: address.port, addresses: [] };
}

/** Every address at which a phone can find us; loopback only when there is no other. */
function addressesOf(reach: NetworkAccessStatus, publicUrl: string | undefined, { gateway }: Call) {
  const found = reach.addresses.flatMap(({ url }) => (url === undefined ? [] : [url.replace('https://', 'wss://')]));
  if (publicUrl !== undefined) return { urls: [publicUrl, ...found], source: 'request.publicUrl' };
  if (found.length > 0) return { urls: found, source: `gateway.bind=${reach.mode}` };
  const origin = gateway.address()?.origin;
  return { urls: origin === undefined ? [] : [origin.replace('http://', 'ws://')], source: 'loopback' };
}

/** A link that signs one browser in; its code stands in the fragment, which is sent nowhere. */
async function browserUrl(url: string, { gateway }: Call) {
  const { code, expiresAtMs } = await gateway.browsers.makeCode();
  return { joinUrl: `${url.replace(/^ws/, 'http').replace(/\/$/, '')}/#code=${code}`, expiresAtMs };
}

async function qrImage(text: string): Promise<string> {
  const { toDataURL } = (await import('qrcode')).default;
  return toDataURL(text, { errorCorrectionLevel: 'L', margin: 2, scale: 5 });
}
