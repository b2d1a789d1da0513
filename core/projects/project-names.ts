// Names and IDs of projects.
import { hasControlCharacter, removeHidden } from '#contract/types/hidden-characters.ts';
import { PROJECT_LIMITS } from '#contract/types/projects.ts';
import { invalidRequest } from '#contract/wire/errors.ts';

const MAX_ID = 50;

/** A name as it is stored: composed, without hidden characters. @throws {GatewayError} */
export function cleanProjectName(asked: string): string {
  if (hasControlCharacter(asked))
    throw invalidRequest("A project's name can't contain control characters.", 'PROJECT_NAME', 'Enter another name.');
  const name = removeHidden(asked.normalize('NFC')).replaceAll(/\s+/gu, ' ').trim();
  if (name !== '' && name.length <= PROJECT_LIMITS.name) return name;
  throw invalidRequest(
    `A project's name must be 1 to ${PROJECT_LIMITS.name} characters long.`,
    'PROJECT_NAME',
    'Enter another name.',
  );
}

/** An ID for a name that isn't taken: lower-case ASCII letters, digits, and hyphens. */
export function toProjectId(name: string, isTaken: (id: string) => boolean): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}+/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_ID)
    .replaceAll(/^-+|-+$/g, '');
  const id = plain === '' ? 'project' : plain;
  if (!isTaken(id)) return id;
  let number = 2;
  while (isTaken(`${id}-${number}`)) number += 1;
  return `${id}-${number}`;
}

/** The last part of a path or URL, without `.git`. */
export function lastPart(path: string): string {
  const parts = path.split(/[\\/:]+/).filter((part) => part !== '');
  return (parts.at(-1) ?? '').replace(/\.git$/i, '');
}
