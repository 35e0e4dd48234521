/** English words that a token stands for, on the average of running text. */
export const wordsPerToken = 0.75
