import { by, bySentiment, count, distinct, mean, overTime, sum } from '../aggregations';
import type { Board } from '../board';
import { axes, ring, table } from '../chart';

const negativeShare = mean('negativeShare', 'Negative share');
const meanSentiment = mean('sentiment.score', 'Mean sentiment');
const reach = sum('reach.discounted', 'Reach');

/** One brand beside the others. */
export const brandComparison: Board = {
  name: 'brand-comparison',
  title: 'Brand comparison',
  description: 'Share of voice, who speaks of each brand, and how, language by language.',
  dataView: 'mentions',
  from: 'now-30d',
  controls: { Brand: 'brand', Channel: 'channel', Language: 'language' },
  panels: [
    {
      ...{ name: 'share-of-voice', width: 16, height: 13, title: 'Share of voice' },
      chart: ring(by('brand', 'Brand', 20), count()),
    },
    {
      ...{ name: 'share-over-time', width: 32, height: 13, title: 'Share of voice over time' },
      chart: axes({
        metrics: [count()],
        x: overTime(),
        split: by('brand', 'Brand', 20),
        shape: 'histogram',
        inPercent: true,
      }),
    },
    {
      ...{ name: 'brands', width: 24, height: 13, title: 'Brands' },
      chart: table(
        [by('brand', 'Brand', 50)],
        [count(), negativeShare, meanSentiment, reach, distinct('authorLabel', 'Authors')],
      ),
    },
    {
      ...{ name: 'sentiment-over-time', width: 24, height: 13, title: 'Mean sentiment over time' },
      chart: axes({
        metrics: [meanSentiment],
        x: overTime(),
        split: by('brand', 'Brand', 20),
        shape: 'line',
      }),
    },
    {
      ...{ name: 'voices', width: 24, height: 14, title: 'Voices' },
      chart: axes({
        metrics: [count()],
        x: by('brand', 'Brand', 20),
        split: by('voice', 'Voice', 8),
        ...{ shape: 'histogram', inPercent: true, isLying: true },
      }),
    },
    {
      ...{ name: 'sentiment-by-language', width: 24, height: 14, title: 'Sentiment by language' },
      chart: axes({
        metrics: [count()],
        x: by('language', 'Language', 12),
        split: bySentiment(),
        ...{ shape: 'histogram', inPercent: true, isLying: true },
      }),
    },
    {
      ...{ name: 'languages', width: 24, height: 13, title: 'Brands by language' },
      chart: table(
        [by('language', 'Language', 12), by('brand', 'Brand', 20)],
        [count(), negativeShare, meanSentiment],
      ),
    },
    {
      ...{ name: 'channels', width: 24, height: 13, title: 'Brands by channel' },
      chart: table([by('channel', 'Channel', 12), by('brand', 'Brand', 20)], [count(), negativeShare, reach]),
    },
  ],
};
