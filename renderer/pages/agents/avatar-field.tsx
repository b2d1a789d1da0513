// The picture of an agent in its form: choose an image, or remove it.
import { ImagePlus, X } from 'lucide-react';
import { useRef } from 'react';
import { t } from '#messages/translate.ts';
import { Button, IconButton } from '../../design/button.tsx';
import { useAction } from '../../design/toasts.ts';
import { AgentAvatar } from './agent-avatar.tsx';
import { toAvatar } from './avatar-image.ts';

interface AvatarFieldProps {
  readonly name: string;
  readonly emoji: string;
  /** A data URL; empty without a picture. */
  readonly value: string;
  readonly onChange: (avatar: string) => void;
}

/** The image is made small before it is stored. */
export function AvatarField({ name, emoji, value, onChange }: AvatarFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  const { busy, run } = useAction(t('agents.avatar.failed'));
  const identity = {
    name,
    ...(emoji === '' ? {} : { emoji }),
    ...(value === '' ? {} : { avatar: value }),
  };
  return (
    <div className="flex items-center gap-3">
      <AgentAvatar agent={{ id: name, name, identity }} />
      <Button
        size="sm"
        icon={ImagePlus}
        busy={busy}
        label={t('agents.avatar.choose')}
        onClick={() => input.current?.click()}
      />
      {value !== '' && <IconButton icon={X} size="sm" label={t('agents.avatar.remove')} onClick={() => onChange('')} />}
      <input
        ref={input}
        type="file"
        accept="image/*"
        hidden
        aria-label={t('agents.avatar.choose')}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file !== undefined) run(async () => onChange(await toAvatar(file)));
          target.value = '';
        }}
      />
    </div>
  );
}
