// Where the commands of a session run, and the choice of another machine for this session.
import { Container, Laptop, Lock, Server, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import { t } from '#messages/translate.ts';
import { describeMachine, describePlace } from './describe-machine.ts';
import { SessionMachineDialog } from './session-machine-dialog.tsx';

const ICONS: Readonly<Record<string, LucideIcon>> = { docker: Container, confined: Lock, host: Laptop, ssh: Server };

/** Only an icon in narrow panes. */
export function MachineMark({ sessionKey, kind }: { readonly sessionKey: string; readonly kind: string }) {
  const [isOpen, setIsOpen] = useState(false);
  const Icon = (Object.hasOwn(ICONS, kind) ? ICONS[kind] : undefined) ?? Server;
  const place = describePlace(kind);
  return (
    <>
      <button
        type="button"
        aria-label={place}
        title={t('machines.runs.title', { machine: describeMachine(kind) })}
        onClick={() => setIsOpen(true)}
        className="inline-flex h-6.5 shrink-0 items-center gap-1.5 rounded-md px-1.5 text-xs text-ink-faint hover:bg-hover hover:text-ink"
      >
        <Icon size={14} aria-hidden />
        <span className="@max-2xl:hidden">{place}</span>
      </button>
      {isOpen && <SessionMachineDialog sessionKey={sessionKey} kind={kind} onClose={() => setIsOpen(false)} />}
    </>
  );
}
