"""The words of lines over time, from resources/wording/trend.toml."""

from resources.sentences import Sentences

trend_say = Sentences("trend.toml").say
