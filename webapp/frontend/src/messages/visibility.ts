/** Every word about who sees a library. */

export const say = {
  legend: (name: string) => `Who sees ${name}`,
  everybody: "Everybody",
  chosen: "Only these accounts",
  admins: "Admins see every library, guests those that everybody sees.",
  nobody: "Nobody is chosen: only admins see it.",
  noListeners: "There is no listener yet to choose; People has invitations.",
  saved: (name: string) => `Who sees ${name} is changed.`,
} as const;
