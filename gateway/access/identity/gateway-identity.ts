// The gateway's own key. Clients use its hash to identify the gateway, whatever its address.
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { Secret, type SecretStore } from '#core/ports/secrets.ts';

const KEY_NAME = 'gateway.identity';
const RAW_KEY_BYTES = 32;

/** The public key, in the format that devices use. Created on first use. */
export async function gatewayIdentity(
  secrets: SecretStore,
): Promise<{ readonly deviceId: string; readonly publicKey: string }> {
  const raw = createPublicKey(await privateKey(secrets))
    .export({ format: 'der', type: 'spki' })
    .subarray(-RAW_KEY_BYTES);
  return { deviceId: createHash('sha256').update(raw).digest('hex'), publicKey: raw.toString('base64url') };
}

async function privateKey(secrets: SecretStore) {
  const known = await secrets.get(KEY_NAME);
  if (known !== undefined)
    return createPrivateKey({ key: Buffer.from(known.reveal(), 'base64'), format: 'der', type: 'pkcs8' });
  const made = generateKeyPairSync('ed25519').privateKey;
  const text = made.export({ format: 'der', type: 'pkcs8' }).toString('base64');
  await secrets.set(KEY_NAME, new Secret(text));
  return made;
}
