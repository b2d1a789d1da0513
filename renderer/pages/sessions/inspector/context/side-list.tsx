// The side threads of a session, each of which opens in its place.
import { useId } from 'react';
import { formatDateTime } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { href } from '../../../../state/route.ts';
import { sessionTitle } from '../../../../state/session-list.ts';
import { useRequest } from '../../../../state/use-client.ts';

const SHOWN = 50;

/** Empty without side threads. */
export function SideList({ sessionKey }: { readonly sessionKey: string }) {
  const id = useId();
  const { data } = useRequest('sessions.list', { spawnedBy: sessionKey, limit: SHOWN }, ['sessions.changed']);
  const threads = (data?.sessions ?? []).filter(({ key }) => key.split(':')[2] === 'btw');
  if (threads.length === 0) return null;
  return (
    <section aria-labelledby={id} className="flex flex-col gap-1">
      <h3 id={id} className="text-xs font-medium text-ink-soft">
        {t('side.threads')}
      </h3>
      <ul className="divide-y divide-line rounded-lg border border-line">
        {threads.map((row) => (
          <li key={row.key}>
            <a
              href={`#${href('sessions', row.key)}`}
              className="flex min-h-8 items-center gap-2 px-2.5 py-1 text-sm text-ink hover:bg-hover pointer-coarse:min-h-11"
            >
              <span className="min-w-0 flex-1 truncate">{sessionTitle(row)}</span>
              {typeof row.updatedAt === 'number' && (
                <span className="tabular shrink-0 text-xs text-ink-faint">{formatDateTime(row.updatedAt)}</span>
              )}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
