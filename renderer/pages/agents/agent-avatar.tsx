// The picture of an agent, or its emoji, or the first letter of its name.
import { takeFirst } from '#contract/types/truncate-text.ts';
import { cx } from '../../design/class-names.ts';
import type { AgentChoice } from '../../state/catalog.ts';

interface AgentAvatarProps {
  readonly agent: Pick<AgentChoice, 'id' | 'name' | 'identity'>;
  /** `sm`: in a line of text. */
  readonly size?: 'sm' | 'md';
}

const SIZES = { sm: 'size-4 rounded-sm text-xs', md: 'size-8 rounded-lg text-base' } as const;

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
