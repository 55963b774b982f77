import {
  by,
  bySentiment,
  count,
  distinct,
  earliest,
  first,
  latest,
  mean,
  overTime,
  sum,
} from '../aggregations';
import type { Board } from '../board';
import { axes, numbers, ring, table } from '../chart';

const negativeShare = mean('negativeShare', 'Negative share');
const reach = sum('reach.discounted', 'Reach');

/** What a team looks at from the first page of an incident to its end. */
export const crisisRoom: Board = {
  name: 'crisis-room',
  title: 'Crisis room',
  description:
    'How much is said, how much of it against the brand, by whom, and which releases are in doubt.',
  dataView: 'mentions',
  from: 'now-24h',
  controls: { Brand: 'brand', Channel: 'channel', Language: 'language' },
  panels: [
    {
      ...{ name: 'totals', width: 36, height: 7, title: 'In this time' },
      chart: numbers([count(), negativeShare, distinct('authorLabel', 'Authors'), reach]),
    },
    {
      ...{ name: 'notes', width: 12, height: 7 },
      note: 'Pick the brand above. The **negative share** is of the scored mentions; *unscored* ones are shown apart, for missing is not harmless. **Reach** is discounted for copies. Acknowledge and hand over in the Vigie console.',
    },
    {
      ...{ name: 'volume', width: 24, height: 12, title: 'Volume by sentiment' },
      chart: axes({
        metrics: [count()],
        x: overTime('publishedAt', { keepEmpty: true }),
        split: bySentiment(),
        shape: 'histogram',
      }),
    },
    {
      ...{ name: 'negative-share', width: 24, height: 12, title: 'Negative share' },
      chart: axes({ metrics: [negativeShare], x: overTime(), shape: 'line' }),
    },
    {
      ...{ name: 'stories', width: 48, height: 16, title: 'Top stories' },
      chart: table(
        [by('story.id', 'Story', 20)],
        [
          count(),
          earliest('title', 'Title'),
          earliest('text', 'Text'),
          earliest('outlet', 'First outlet'),
          first('publishedAt', 'First seen'),
          latest('publishedAt', 'Last seen'),
          negativeShare,
          reach,
        ],
      ),
    },
    {
      ...{ name: 'authors', width: 24, height: 14, title: 'Authors' },
      chart: table(
        [by('authorLabel', 'Author', 20)],
        [count(), latest('author.followers', 'Followers'), negativeShare, reach],
      ),
    },
    {
      ...{ name: 'outlets', width: 24, height: 14, title: 'Outlets' },
      chart: table(
        [by('outlet', 'Outlet', 20)],
        [count(), first('publishedAt', 'First seen'), negativeShare, reach],
      ),
    },
    {
      ...{ name: 'verdicts', width: 14, height: 14, title: 'Press releases by verdict' },
      chart: ring(by('pressRelease.verdict', 'Verdict'), count()),
      only: '_exists_:pressRelease.verdict',
    },
    {
      ...{ name: 'doubtful-releases', width: 34, height: 14, title: 'Releases in doubt' },
      chart: table(
        [by('pressRelease.verdict', 'Verdict'), by('domains', 'Domain', 20)],
        [
          count(),
          latest('pressRelease.score', 'Highest score'),
          first('publishedAt', 'First seen'),
          earliest('title', 'Title'),
        ],
      ),
      only: 'pressRelease.verdict:(unverified OR suspect OR "likely-fake" OR refuted)',
    },
    { name: 'latest', width: 48, height: 18, search: 'negative-mentions' },
  ],
};
