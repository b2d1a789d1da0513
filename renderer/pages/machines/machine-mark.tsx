// Where the commands of a session run, with a link to the machines.
import { Container, Laptop, Lock, Server, type LucideIcon } from 'lucide-react';
import { t } from '#messages/translate.ts';
import { navigate } from '../../state/route.ts';
import { describeMachine, describePlace } from './describe-machine.ts';

const ICONS: Readonly<Record<string, LucideIcon>> = { docker: Container, confined: Lock, host: Laptop, ssh: Server };

/** Only an icon in narrow panes. */
export function MachineMark({ kind }: { readonly kind: string }) {
  const Icon = (Object.hasOwn(ICONS, kind) ? ICONS[kind] : undefined) ?? Server;
  const place = describePlace(kind);
  return (
    <button
      type="button"
      aria-label={place}
      title={t('machines.runs.title', { machine: describeMachine(kind) })}
      onClick={() => navigate('/machines')}
      className="inline-flex h-6.5 shrink-0 items-center gap-1.5 rounded-md px-1.5 text-xs text-ink-faint hover:bg-hover hover:text-ink"
    >
      <Icon size={14} aria-hidden />
      <span className="@max-2xl:hidden">{place}</span>
    </button>
  );
}
