// Groups and names of the parts of a model request.
import { CONTEXT_PARTS, type ContextSection, type ContextSectionKind } from '#contract/types/context.ts';
import { t } from '#messages/translate.ts';

/** The groups, in the order in which the model gets them. */
export const CONTEXT_GROUPS = ['tools', 'system', 'history', 'collected'] as const;
/** A group of parts. */
export type ContextGroup = (typeof CONTEXT_GROUPS)[number];

const KINDS: Readonly<Record<Exclude<ContextGroup, 'system'>, readonly ContextSectionKind[]>> = {
  tools: ['tool'],
  history: ['summary', 'messages'],
  collected: CONTEXT_PARTS,
};

/** The group of a part. */
export function findGroup({ kind }: Pick<ContextSection, 'kind'>): ContextGroup {
  const groups = ['tools', 'history', 'collected'] as const;
  return groups.find((group) => KINDS[group].includes(kind)) ?? 'system';
}

/** The name of a part. */
export function nameSection({ kind, name, count = 0 }: ContextSection): string {
  if (kind === 'messages') return t('context.kind.messages', { count });
  if (kind === 'tool' || kind === 'file') return name ?? '';
  if (kind === 'instructions' && name !== undefined) return t('context.kind.instructions.run');
  return t(`context.kind.${kind}`);
}
