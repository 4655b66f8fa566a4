// What is asked, as the page's address says it: search.html?q=…&year=2021&sort=newest&page=2

/**
 * @typedef {{query: string, filters: Map<string, string>, sort: string, page: number}} State
 */

const SORTS = [
  ["", "相关度"],
  ["newest", "日期从新到旧"],
  ["oldest", "日期从旧到新"],
];
/** Stands in an address for texts without a value of a facet. */
const NONE = "-";
const PER_PAGE = 10;

/** @param {string} address @param {string[]} facets Their ids. @returns {State} */
function readState(address, facets) {
  const asked = new URLSearchParams(address);
  const filters = new Map();
  for (const id of facets) if (asked.get(id)) filters.set(id, asked.get(id));
  const sort = asked.get("sort") || "";
  return {
    query: (asked.get("q") || "").trim(),
    filters,
    sort: SORTS.some(([id]) => id === sort) ? sort : "",
    page: Math.max(1, Math.floor(Number(asked.get("page"))) || 1),
  };
}

/** @param {State} state @returns {string} The address, from the page itself. */
function writeState({ query, filters, sort, page }) {
  const asked = new URLSearchParams();
  if (query) asked.set("q", query);
  for (const [id, value] of filters) asked.set(id, value);
  if (sort) asked.set("sort", sort);
  if (page > 1) asked.set("page", String(page));
  const written = asked.toString();
  return written ? `?${written}` : location.pathname;
}

/** @param {any} facet @param {number} text @returns {string} The text's value, as addresses say it. */
function valueOf(facet, text) {
  return facet.column[text] ? facet.values[facet.column[text] - 1] : NONE;
}

/**
 * Keep the hits that all filters let through, and count for each facet what its own choice offers:
 * what the other filters let through.
 * @returns {{kept: {text: number, rank: number}[], counts: Map<string, Map<string, number>>}}
 */
function narrow(index, hits, filters) {
  const counts = new Map(index.facets.map((facet) => [facet.id, new Map()]));
  const chosen = index.facets.filter((facet) => filters.has(facet.id));
  const kept = hits.filter(({ text }) => {
    const refused = chosen.filter((facet) => filters.get(facet.id) !== valueOf(facet, text));
    if (refused.length > 1) return false;
    for (const facet of refused.length ? refused : index.facets) {
      const value = valueOf(facet, text);
      const count = counts.get(facet.id);
      count.set(value, (count.get(value) || 0) + 1);
    }
    return refused.length === 0;
  });
  return { kept, counts };
}

/** Sort hits: by rank, then the newest first; or by date alone. Undated texts come last. */
function sorted(index, hits, sort) {
  const day = ({ text }) => index.days[text];
  const newest = (one, other) => day(other) - day(one) || one.text - other.text;
  const oldest = (one, other) =>
    (day(one) || Infinity) - (day(other) || Infinity) || one.text - other.text;
  const ranked = (one, other) => one.rank - other.rank || newest(one, other);
  return hits.slice().sort(sort === "newest" ? newest : sort === "oldest" ? oldest : ranked);
}
