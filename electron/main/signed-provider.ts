// The update server, for builds that have update keys: metadata without a valid signature is rejected before it is read.
import type { KeyObject } from 'node:crypto';

import { GenericProvider } from 'electron-updater/out/providers/GenericProvider.js';

import { isSignedBy, SIGNATURE_SUFFIX } from './update-signature.ts';

type Request = Parameters<GenericProvider['httpRequest']>;

/** Creates the class of the provider, as electron-updater expects it. */
export function signedProvider(keys: readonly KeyObject[]): typeof GenericProvider {
  return class SignedProvider extends GenericProvider {
    /** Only metadata is requested with this method. */
    protected override async httpRequest(...[url, headers, token]: Request): Promise<string | null> {
      const content = await super.httpRequest(url, headers, token);
      const name = url.pathname.slice(url.pathname.lastIndexOf('/') + 1);
      const address = new URL(url);
      address.pathname += SIGNATURE_SUFFIX;
      const signatures = await super.httpRequest(address, headers, token).catch((error: unknown) => {
        throw rejected(`its signature couldn't be loaded from ${address.host}`, error);
      });
      if (content !== null && isSignedBy(keys, { name, content }, signatures ?? '')) return content;
      throw rejected('its signature is not valid for this build');
    }
  };
}

function rejected(why: string, cause?: unknown): Error {
  return new Error(
    `The update information was rejected: ${why}. Nothing was installed. If this persists, download the new version manually.`,
    { cause },
  );
}
