// Under an answer: the models that can answer the message again. The first answer stays as a branch.
import { Shuffle } from 'lucide-react';
import { useStore } from 'zustand';
import { t } from '#messages/translate.ts';
import { IconButton } from '../../../design/button.tsx';
import { Menu } from '../../../design/menu.tsx';
import { useServices } from '../../../state/use-client.ts';
import { toModelRef } from '../composer/composer-model.ts';

interface RetryMenuProps {
  /** The model of the answer, without its provider. */
  readonly model: string;
  readonly onRetry: (model: string) => void;
}

/** Empty without another model. */
export function RetryMenu({ model, onRetry }: RetryMenuProps) {
  const models = useStore(useServices().catalog.models.store, ({ data }) => data?.models) ?? [];
  const others = models.filter(({ id, available }) => available !== false && id !== model && !id.endsWith(`/${model}`));
  if (others.length === 0) return null;
  return (
    <Menu
      entries={[
        { kind: 'title', label: t('transcript.retryWith') },
        ...others.map((other) => ({
          kind: 'item' as const,
          label: other.name,
          hint: other.provider,
          run: () => onRetry(toModelRef(other)),
        })),
      ]}
    >
      <IconButton plain="at-once" size="xs" icon={Shuffle} label={t('transcript.retryWith')} />
    </Menu>
  );
}
