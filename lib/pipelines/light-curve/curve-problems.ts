/**
 * What a user should know about how a light curve came about.
 *
 * @module
 */
import type { Problem, Problems } from '../../core/problem.js';
import type { ComparisonChoice } from '../../timeseries/ensemble/choose-comparisons.js';
import type { EnsembleCurve } from '../../timeseries/ensemble/ensemble.js';
import { describeDeparture } from '../../timeseries/ensemble/vote/departures.js';
import type { SeriesFacts } from './star-matrices.js';

/**
 * The comparisons that leave the others in a few frames: not used there, or not used at all.
 *
 * Single fluxes, such as after cosmic rays, are only `noted`: every longer series has some.
 */
export function departureProblems(choice: ComparisonChoice, { frames }: SeriesFacts): Problems {
  return [...choice.departures, ...(choice.usedAnyway ?? [])].map(departure => {
    const files = departure.frames.map(f => frames[f].file);
    const used = choice.comparisons.includes(departure.star);
    const isUsedAnyway = choice.usedAnyway?.includes(departure) ?? false;
    return {
      file: files.length === 1 ? frames[departure.frames[0]].path : '',
      where: `star ${departure.star}`,
      value: `${(100 * departure.most).toPrecision(2)} %`,
      code: 'comparison-varies',
      action: departure.lasting && !isUsedAnyway ? 'dropped' : 'noted',
      remedy:
        `this star ${describeDeparture(departure)} (${files[0]}${files.length > 1 ? ` to ${files[files.length - 1]}` : ''}), ` +
        `${departure.significance.toFixed(0)} times what is expected: ` +
        (isUsedAnyway
          ? 'it is used all the same, because every comparison that was named varies: name others'
          : `it is not used as a comparison${used ? ' there' : ''}`),
    };
  });
}

/** Where comparisons contradict each other: the rows are flagged, as it is unknown which of them vary. */
export function contradictionProblems(choice: ComparisonChoice, { frames }: SeriesFacts): Problems {
  return choice.contradictions.map(({ stars, others, frames: rows, most, significance }) => {
    const files = rows.map(f => frames[f].file);
    return {
      file: files.length === 1 ? frames[rows[0]].path : '',
      where: starNames(stars),
      value: `${(100 * most).toPrecision(2)} %`,
      code: 'comparison-undecided',
      action: 'noted',
      remedy:
        `${stars.length === 1 ? 'this star departs' : 'these stars depart'} by that much from ${starNames(others)} in ` +
        `${files.length === 1 ? '1 frame' : `${files.length} frames`} (${files[0]}${files.length > 1 ? ` to ${files[files.length - 1]}` : ''}), ` +
        `${significance.toFixed(0)} times what is expected, and it is unknown which of them vary: rows whose comparisons contradict each ` +
        'other are flagged comparisonsDisagree. Name the constant stars, differential({ comparisons: [...] }), or measure more stars',
    };
  });
}

/** `star 1`, `stars 1, 2`. */
function starNames(stars: readonly number[]): string {
  return `${stars.length === 1 ? 'star' : 'stars'} ${stars.join(', ')}`;
}

/** The stars that were not chosen as comparisons because they do not agree with those that agree with each other. */
export function disagreementProblems({ disagreements }: ComparisonChoice): Problems {
  return disagreements.map(({ star, scatter, excess }) => ({
    file: '',
    where: `star ${star}`,
    value: `${(100 * scatter).toPrecision(2)} %`,
    code: 'comparison-varies',
    action: 'dropped',
    remedy:
      `this star scatters by that much against stars that agree with each other, ${excess.toFixed(0)} times what is expected: ` +
      'it was not chosen as a comparison. If it is a bright star it may be saturated: see its peaks, and pass reduce({ saturation })',
  }));
}

/** The problem of a target that is not seen in most frames, so that its median flux cannot be set to 1. */
export function faintTargetProblems(target: number, curve: EnsembleCurve): Problems {
  const { scale, significance, scaleFrames } = curve;
  if (scale === 'median') return [];
  const problem: Omit<Problem, 'action' | 'remedy'> = {
    file: '',
    where: `star ${target}`,
    value: `median flux of ${significance.toFixed(1)} sigma`,
    code: 'target-faint',
  };
  const because = 'the median flux of the target is noise';
  if (scale === 'significant')
    return [
      {
        ...problem,
        action: 'assumed',
        remedy:
          `${because}: the median of the ${scaleFrames === 1 ? '1 flux' : `${scaleFrames} fluxes`} above 5 sigma was set to 1. ` +
          'Name the frames in which it is seen: differential({ reference: row => ... })',
      },
    ];
  return [
    {
      ...problem,
      action: 'refused',
      remedy:
        `${because}, and so is each of its fluxes: the curve was not normalised, and is the ratio to the sum of the comparisons. ` +
        'Check the position of the target, or combine frames',
    },
  ];
}
