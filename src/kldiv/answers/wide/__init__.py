"""Values beyond the range of floats on the way to one within it: extreme parameters, without balls."""
