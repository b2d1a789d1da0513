// Projects that were deleted in the last 30 days.
import { removeHidden } from '#contract/types/hidden-characters.ts';
import { formatAgo } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { CardList, CardRow, Section } from '../../design/page.tsx';
import { useNow } from '../../design/use-now.ts';
import { useClient, useRequest } from '../../state/use-client.ts';
import { restoreProject } from './project-actions.ts';

const MINUTE_MS = 60_000;

/** Nothing while there are none. */
export function DeletedProjects() {
  const client = useClient();
  const read = useRequest('projects.catalog', { deleted: true }, ['projects.changed']);
  const now = useNow(MINUTE_MS);
  const projects = read.data?.projects ?? [];
  if (projects.length === 0) return null;
  return (
    <div className="mt-8">
      <Section title={t('projects.recentlyDeleted')} summary={t('projects.recentlyDeletedText')}>
        <CardList
          empty={null}
          rows={projects.map(({ id, name, deletedAt = 0 }) => (
            <CardRow
              key={id}
              title={removeHidden(name)}
              facts={t('projects.deletedAt', { time: formatAgo(deletedAt, now) })}
            >
              <Button
                size="sm"
                label={t('projects.restore')}
                aria-label={t('projects.restoreNamed', { name })}
                onClick={() => restoreProject(client, id)}
              />
            </CardRow>
          ))}
        />
      </Section>
    </div>
  );
}
