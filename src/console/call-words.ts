/** A text's words for the search, as SQL: Postgres' own stemmer for Indonesian; other languages are found by their whole words. */
export const wordsOf = (text: string): string => `to_tsvector('indonesian', ${text})`
