// Changes the secrets of projects: sealed in the secret store, given only to commands, and hidden wherever a command prints them.
import { PROJECT_LIMITS, type ProjectSecret } from '#contract/types/projects.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import { Secret } from '../ports/secrets.ts';
import type { ProjectRecord } from '../ports/project-store.ts';
import type { Principal } from '../principal.ts';
import { toSecretName } from './stored-secrets.ts';
import { requireVariableName } from './variables.ts';
import type { ProjectPorts, Projects } from './projects.ts';

/** A secret to store. Without a value, the stored one stays. */
export interface SecretChange {
  readonly name: string;
  readonly value?: string | undefined;
  readonly inCommands?: boolean | undefined;
}

/** Stores a secret. @throws {GatewayError} */
export async function setSecret(
  { store, secretGuard }: ProjectPorts,
  projects: Projects,
  id: string,
  { name, value, inCommands }: SecretChange,
  by: Principal,
): Promise<ProjectRecord> {
  requireVariableName(name);
  const { defaults } = await projects.require(id);
  const { secrets = [] } = defaults;
  const before = secrets.find((secret) => secret.name === name);
  if (before === undefined && value === undefined)
    throw invalidRequest('No secret has this name.', 'SECRET_NOT_FOUND', 'Enter its value.');
  if (before === undefined && secrets.length >= PROJECT_LIMITS.secrets)
    throw invalidRequest(
      `A project can have up to ${PROJECT_LIMITS.secrets} secrets.`,
      'TOO_MANY_SECRETS',
      'Delete one first.',
    );
  if (value !== undefined) {
    secretGuard.hide(value);
    await store.secrets.set(toSecretName(id, name), new Secret(value));
  }
  const next: ProjectSecret = { name, inCommands: inCommands ?? before?.inCommands ?? false };
  const others = (all: readonly ProjectSecret[]) => all.filter((secret) => secret.name !== name);
  return projects.setSecrets(id, (all) => [...others(all), next].toSorted((a, b) => (a.name < b.name ? -1 : 1)), by);
}

/** Deletes a secret. @throws {GatewayError} */
export async function removeSecret(
  { store }: ProjectPorts,
  projects: Projects,
  id: string,
  name: string,
  by: Principal,
): Promise<ProjectRecord> {
  await projects.require(id);
  await store.secrets.delete(toSecretName(id, name));
  return projects.setSecrets(id, (all) => all.filter((secret) => secret.name !== name), by);
}
