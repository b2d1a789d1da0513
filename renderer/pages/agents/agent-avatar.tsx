// The picture of an agent, or its emoji, or the first letter of its name.
import { useStore } from 'zustand';
import { takeFirst } from '#contract/types/truncate-text.ts';
import { cx } from '../../design/class-names.ts';
import type { AgentChoice } from '../../state/catalog.ts';
import { useServices } from '../../state/use-client.ts';

interface AgentAvatarProps {
  readonly agent: Pick<AgentChoice, 'id' | 'name' | 'identity'>;
  /** `sm`: in a line of text. */
  readonly size?: 'sm' | 'md';
}

const SIZES = { sm: 'size-4 rounded-sm text-xs', md: 'size-8 rounded-lg text-base' } as const;

/** The picture or emoji that a person chose for an agent; nothing for the others. */
export function ChosenAvatar({ agentId }: { readonly agentId: string | undefined }) {
  const { catalog } = useServices();
  const agent = useStore(catalog.agents.store, ({ data }) => data?.agents.find(({ id }) => id === agentId));
  const isChosen = agent?.identity?.avatar !== undefined || agent?.identity?.emoji !== undefined;
  return isChosen ? <AgentAvatar agent={agent} size="sm" /> : null;
}

/** Decorative: the name is beside it. */
export function AgentAvatar({ agent: { id, name, identity }, size = 'md' }: AgentAvatarProps) {
  const picture = identity?.avatar;
  if (picture !== undefined) return <img src={picture} alt="" className={cx('shrink-0 object-cover', SIZES[size])} />;
  return (
    <span aria-hidden className={cx('flex shrink-0 items-center justify-center bg-hover', SIZES[size])}>
      {identity?.emoji ?? takeFirst(name ?? id).toUpperCase()}
    </span>
  );
}
