"""Reads a Chinese text into what a voice can say: figures, dates, times, numbers of telephones and rooms, units."""
