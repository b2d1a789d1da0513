// Values of projects' secrets in the secret store.
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { ProjectRecord } from '../ports/project-store.ts';

type SecretPorts = Pick<EnginePorts, 'secretGuard'> & { readonly store: Pick<EnginePorts['store'], 'secrets'> };

/** The name of a project's secret in the secret store. */
export function toSecretName(id: string, name: string): string {
  return `project:${id}:${name}`;
}

/** The values that commands get. */
export async function readSecrets(
  { store }: Pick<SecretPorts, 'store'>,
  { id, defaults }: ProjectRecord,
): Promise<Readonly<Record<string, string>>> {
  const values: Record<string, string> = {};
  for (const { name, inCommands } of defaults.secrets ?? []) {
    const secret = inCommands ? await store.secrets.get(toSecretName(id, name)) : undefined;
    if (secret !== undefined) values[name] = secret.reveal();
  }
  return values;
}

/** Hides all secrets of projects in results and output, since commands of an earlier process may have written them to files. */
export async function hideSecrets(
  { store, secretGuard }: SecretPorts,
  projects: readonly ProjectRecord[],
): Promise<void> {
  for (const { id, defaults } of projects)
    for (const { name } of defaults.secrets ?? []) {
      const secret = await store.secrets.get(toSecretName(id, name));
      if (secret !== undefined) secretGuard.hide(secret.reveal());
    }
}
